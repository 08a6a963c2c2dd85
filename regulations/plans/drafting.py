"""A new plan of an agency in a programme."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regulations.control import require_drafting_for
from regulations.drafting import keep_draft
from regulations.models import Agency, PlanDecision, PlanVersion, Programme, SimplificationPlan
from regulations.models.officers import with_units_and_predecessors


@transaction.atomic
def start_plan(
    *, programme: Programme, agency: Agency, authority: str, title: str, by, amends: SimplificationPlan | None = None
) -> PlanVersion:
    """A plan with its first draft. `amends` is an approved plan of the agency that this one changes.

    Raises PublicationRefused where `by` does not draft for the agency, ValidationError naming the field.
    """
    require_drafting_for(agency, by)
    if amends is not None:
        if amends.agency_id not in with_units_and_predecessors({agency.pk}):
            raise ValidationError({"amends": _("Phương án được sửa đổi phải của cùng cơ quan hoặc đơn vị của nó.")})
        if not PlanDecision.objects.filter(version__plan=amends).exists():
            raise ValidationError({"amends": _("Chỉ sửa đổi, bổ sung phương án đã được phê duyệt.")})
    plan = SimplificationPlan(programme=programme, agency=agency, authority=authority, amends=amends)
    plan.full_clean()
    plan.save()
    draft = PlanVersion(plan=plan, title=title.strip())
    draft.full_clean(exclude=["plan"])
    return keep_draft(draft, by=by)
