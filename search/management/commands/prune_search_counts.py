"""Numbers of what people look for are not kept for ever."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from search.learning.pruning import prune
from search.models.learning import KEPT_DAYS


class Command(BaseCommand):
    help = f"Removes counts of searches older than {KEPT_DAYS} days, and the words of queries no longer asked often."

    def handle(self, *args, **options):
        gone = prune(day=timezone.localdate())
        self.stdout.write(f"{gone.counts} counts and {gone.texts} texts removed")
