from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.demo.loading import load_demo
from home.demo.refusing import DemoFileError
from home.models import DemoLoad
from regulations.models import Regulation


class Command(BaseCommand):
    help = "Loads the demo register of fixtures/demo, dated from today."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="Keep what is there; load only where there is no regulation yet."
        )

    def handle(self, *, if_empty: bool = False, **_options):
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The demo's accounts have public passwords: it is not loaded with these settings (DEMO_ALLOWED)."
            )
        if DemoLoad.objects.exists() or Regulation.objects.exists():
            if not if_empty:
                raise CommandError("There are regulations already; `make demo-reset` starts anew.")
            self.say_how_old()
            return
        try:
            load_demo(today=timezone.localdate())
        except DemoFileError as error:
            raise CommandError(f"fixtures/demo: {error}") from error
        except ValidationError as error:
            raise CommandError(f"fixtures/demo: {'; '.join(error.messages)}") from error
        self.stdout.write(f"Loaded the demo register: {Regulation.objects.count()} regulations.")

    def say_how_old(self) -> None:
        loaded = DemoLoad.objects.order_by("pk").last()
        if loaded is None:
            self.stdout.write("The register has regulations of its own; the demo was not loaded.")
        elif loaded.is_stale:
            self.stdout.write(
                f"The demo's dates count from {loaded.loaded_on:%d/%m/%Y}; `make demo-reset` loads it anew from today "
                "(what was entered since is lost)."
            )
