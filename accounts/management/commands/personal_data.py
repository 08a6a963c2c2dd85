from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from accounts.personal_data import OUR_APPS, undeclared


class Command(BaseCommand):
    """Collects the declarations of every app: a module `personal_data` with PERSONAL_FIELDS and NOT_PERSONAL."""

    help = "List the declared personal fields; with --check, fail where one is not declared."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only check; status 1 when something is undeclared")

    def handle(self, *, check, **options):
        personal, not_personal = [], set()
        for name in OUR_APPS:
            if name in apps.app_configs and find_spec(f"{name}.personal_data"):
                module = import_module(f"{name}.personal_data")
                personal += module.PERSONAL_FIELDS
                not_personal |= module.NOT_PERSONAL
        problems = undeclared(personal, not_personal)
        if problems:
            raise CommandError("Personal fields:\n" + "\n".join(problems))
        if not check:
            for one in personal:
                fate = f"seen by {one.seen_by}; kept {one.kept}; erased: {one.erased}"
                self.stdout.write(f"{one.model}.{one.field}: {one.purpose}; {fate}")
