"""E-mail addresses of people who reported an error are not kept for ever."""

from django.core.management.base import BaseCommand

from regulations.error_reports import ADDRESS_KEPT, forget_addresses


class Command(BaseCommand):
    help = f"Empties the e-mail addresses of error reports handled {ADDRESS_KEPT.days} days ago or longer."

    def handle(self, *args, **options):
        self.stdout.write(f"{forget_addresses()} addresses emptied")
