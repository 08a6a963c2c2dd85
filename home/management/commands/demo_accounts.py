from django.core.management.base import BaseCommand

from home.demo.accounts import accounts_table
from home.models import DemoLoad


class Command(BaseCommand):
    help = "Prints the demo's accounts and their password, where the demo was loaded."

    def handle(self, **_options):
        if DemoLoad.objects.exists():
            self.stdout.write(accounts_table())
