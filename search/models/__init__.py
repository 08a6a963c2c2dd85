"""What lookup keeps in the database: the queue of the index, what it learnt, and what staff teach it."""

from search.models.outbox import IndexJob, IndexTarget

__all__ = ["IndexJob", "IndexTarget"]
