"""Seals versions that were published before there were seals: once, after an upgrade (docs/operations.md)."""

from django.core.management.base import BaseCommand
from django.db import transaction

from regulations.sealing import seal_what_is_not
from regulations.verifying import SEALED_MODELS


class Command(BaseCommand):
    help = (
        "Seals every published version that has no seal yet, as it is now. Run once after the upgrade that adds seals."
    )

    @transaction.atomic
    def handle(self, **options):
        for model in SEALED_MODELS:
            self.stdout.write(f"{model._meta.model_name}: {seal_what_is_not(model)} sealed")
