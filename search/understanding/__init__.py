"""From what a reader typed to what is meant: numbers, citations, fields, synonyms. All is shown and can be undone."""
