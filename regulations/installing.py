"""What must be in the database whatever else is: the roles' groups and the legal control workflow."""

from django.db import connections
from django.db.models.signals import post_migrate

from regulations.control import install_workflow
from regulations.roles import install_roles

NEEDED_TABLES = {
    "regulations_legalcontroltask",
    "regulations_planversion",
    "wagtailcore_workflowcontenttype",
    "wagtailusers_userprofile",
}


def connect(app_config) -> None:
    post_migrate.connect(_install, sender=app_config)


def _install(using, **_kwargs) -> None:
    """Left for later while the tables are only half migrated."""
    if set(connections[using].introspection.table_names()) >= NEEDED_TABLES:
        install_roles()
        install_workflow()
