"""Plans as the public reads them: the list, a plan's page, and what they say on the page of a regulation."""
