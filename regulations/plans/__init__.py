"""Simplification plans: what is drafted, decided and carried out. One module a job, each write one transaction."""
