"""Whether every original and form on the disk still is what was put there."""

import sys

from django.core.management.base import BaseCommand

from regulations.attaching import damaged_attachments
from regulations.models import Attachment


class Command(BaseCommand):
    help = "Reads every original and form and compares it with its hash; exit 1 names those that are missing or changed."

    def handle(self, *args, **options):
        damaged = 0
        for attachment, what in damaged_attachments():
            damaged += 1
            version = attachment.version
            self.stderr.write(f"{what}: attachment {attachment.pk} {attachment.sha256} of {version} ({version.number})")
        files = Attachment.objects.exclude(sha256="").values("sha256").distinct().count()
        self.stdout.write(f"{files} files, {damaged} damaged")
        if damaged:
            sys.exit(1)
