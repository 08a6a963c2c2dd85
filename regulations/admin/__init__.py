"""The screens officers work on, in Wagtail's admin: one guard for every address, one module a job."""
