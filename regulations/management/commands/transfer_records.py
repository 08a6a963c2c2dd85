import datetime

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from regulations.models import Agency, Field, Kind
from regulations.transfers import ALL, DOCUMENTS, REGULATIONS, TransferRefused, chosen_records, transfer_records


class Command(BaseCommand):
    help = (
        "Gives the records that one agency keeps into the keeping of another, as when ministries merge or split. Their "
        "pages go on naming the old one, and its name goes on finding them."
    )

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="old", required=True, metavar="ACRONYM")
        parser.add_argument("--to", dest="new", required=True, metavar="ACRONYM")
        parser.add_argument("--on", required=True, type=datetime.date.fromisoformat, metavar="YYYY-MM-DD",
                            help="The first day on which the new agency keeps them.")  # fmt: skip
        parser.add_argument("--reason", required=True, help="Why: the act that merged or split the agencies.")
        parser.add_argument("--only", choices=[REGULATIONS, DOCUMENTS], default=ALL)
        parser.add_argument("--kind", action="append", choices=Kind.values, default=[])
        parser.add_argument("--field", action="append", default=[], metavar="SLUG")
        parser.add_argument("--code", action="append", default=[], help="Only this regulation; may be repeated.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would go; change nothing.")

    def handle(self, *, old, new, on, reason, dry_run, **options):
        old, new = self._agency(old), self._agency(new)
        fields = [self._field(slug) for slug in options["field"]]
        try:
            records = chosen_records(
                from_agency=old, what=options["only"], kinds=options["kind"], fields=fields, codes=options["code"]
            )
            if dry_run:
                for record in records:
                    self.stdout.write(f"  {record}")
                self.stdout.write(f"A dry run: {len(records)} records would go from {old.acronym} to {new.acronym}.")
                return
            done = transfer_records(
                from_agency=old, to_agency=new, on=on, reason=reason, by=None, records=records
            )  # fmt: skip
        except ValidationError as error:
            raise CommandError(f"{'; '.join(error.messages)} Nothing was changed.") from error
        except TransferRefused as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(
            f"From {old.acronym} to {new.acronym}: {done.regulations} regulations, {done.documents} documents."
        )

    def _agency(self, acronym: str) -> Agency:
        agency = Agency.objects.filter(acronym=acronym).first()
        if agency is None:
            raise CommandError(f"There is no agency {acronym}.")
        return agency

    def _field(self, slug: str) -> Field:
        field = Field.objects.filter(slug=slug).first()
        if field is None:
            raise CommandError(f"There is no field {slug}.")
        return field
