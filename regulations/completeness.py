"""Which versions lack a part that their kind of regulation must have, by the definitions of the version's first day."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from regulations.models import Part, PartDefinition, RegulationVersion


def without_required_parts(versions: QuerySet[RegulationVersion]) -> QuerySet[RegulationVersion]:
    """Those of `versions` without some required part, or with an empty one."""
    written = Part.objects.filter(version=OuterRef(OuterRef("pk")), key=OuterRef("key")).exclude(text="")
    day = OuterRef("effective_from")
    missing = PartDefinition.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gt=day),
        ~Exists(written),
        kind=OuterRef("regulation__kind"),
        required=True,
    )
    return versions.filter(Exists(missing))
