"""Makes the citations of all published texts anew, as after a change of the code that finds them."""

from django.core.management.base import BaseCommand

from regulations.citations import BATCH, cite_again
from regulations.models import Citation, DocumentVersion, RegulationVersion


class Command(BaseCommand):
    help = "Finds the citations in every published text anew and leads them to their documents. Can be repeated."

    def handle(self, **_options):
        for rows in (
            DocumentVersion.objects.published().select_related("document").defer("text"),
            RegulationVersion.objects.published(),
        ):
            versions = list(rows.order_by("pk"))
            count = sum(cite_again(versions[start : start + BATCH]) for start in range(0, len(versions), BATCH))
            self.stdout.write(f"{rows.model._meta.model_name}: {count} citations in {len(versions)} versions")
        unresolved = Citation.objects.filter(target=None).count()
        self.stdout.write(f"{unresolved} lead to no document of the register")
