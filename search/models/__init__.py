"""What lookup keeps in the database: the queue of the index, what it learnt, and what staff teach it."""

from search.models.learning import QueryCount, QueryText
from search.models.outbox import IndexJob, IndexTarget
from search.models.saved_searches import SavedSearch
from search.models.synonyms import Synonym
from search.models.vocabulary import StoredVocabulary

__all__ = ["IndexJob", "IndexTarget", "QueryCount", "QueryText", "SavedSearch", "StoredVocabulary", "Synonym"]
