"""Whether every original and form on the disk still is what was put there."""

from django.core.management.base import BaseCommand, CommandError

from regulations.attaching import damaged_attachments
from regulations.models import Attachment


class Command(BaseCommand):
    help = (
        "Reads every original and form and compares it with its hash. Prints a line for each that is missing or "
        "changed and exits 1; else prints how many files hold."
    )

    def handle(self, **options):
        damaged = list(damaged_attachments())
        for attachment, what in damaged:
            version = attachment.version
            place = f"{version}, version {version.number or 'draft'}"
            self.stdout.write(f"{what}: attachment {attachment.pk} of {place}, {attachment.sha256}")
        if damaged:
            raise CommandError(f"{len(damaged)} originals or forms are not as they were added.", returncode=1)
        files = Attachment.objects.exclude(sha256="").values("sha256").distinct().count()
        self.stdout.write(f"{files} files hold.")
