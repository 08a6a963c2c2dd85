"""Approved items that nobody has carried out in time."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from regulations.models import Action, Implementation, PlanItem, Role
from regulations.models.officers import covered_agency_ids


def overdue_items(user) -> QuerySet[PlanItem]:
    """Approved items past their deadline without a published implementation, of agencies `user` drafts for."""
    agencies = covered_agency_ids(user, Role.OFFICER)
    done = Implementation.objects.done().filter(item=OuterRef("pk"))
    items = (
        PlanItem.objects.filter(
            version__live=True, version__is_corrected=False, decisions__isnull=False, deadline__lt=timezone.localdate()
        )
        .exclude(action=Action.KEEP)
        .exclude(Exists(done))
        .distinct()
    )
    if agencies is not None:
        items = items.filter(version__plan__agency__in=agencies)
    return items.select_related("regulation", "version__plan").order_by("deadline", "pk")
