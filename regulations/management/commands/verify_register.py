"""Whether anything published was changed behind the register's back."""

from django.core.management.base import BaseCommand, CommandError

from regulations.models import VersionSeal
from regulations.verifying import findings, register_digest


class Command(BaseCommand):
    help = (
        "Compares every published version, part, provision and audit entry with its seal. Prints a line for each row "
        "that is not as it was published and exits 1; else prints how many versions hold and the digest of all seals."
    )

    def add_arguments(self, parser):
        parser.add_argument("--expect", metavar="DIGEST", help="also fail where the digest of all seals is another one")

    def handle(self, *, expect=None, **options):
        wrong = 0
        for finding in findings():
            wrong += 1
            self.stdout.write(str(finding))
        digest = register_digest()
        if expect and expect != digest:
            wrong += 1
            self.stdout.write(f"all seals: the digest is {digest}, expected was {expect}")
        if wrong:
            raise CommandError(f"{wrong} rows are not as they were published.", returncode=1)
        self.stdout.write(f"{VersionSeal.objects.count()} published versions hold. Digest of all seals: {digest}")
