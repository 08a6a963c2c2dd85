from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agencies import Agency, AgencySuccession, Dated, DatedQuerySet
from .choices import Role

ROLES_OF_AN_AGENCY = frozenset({Role.OFFICER, Role.LEGAL_CONTROLLER, Role.MODERATOR})


class Appointment(Dated):
    """A user's role, for one agency with all its sub-units or, where the role is the whole portal's, for none.

    Roles are held per agency because one person drafts for a department and controls for its ministry.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments", verbose_name=_("người dùng")
    )
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("cơ quan"),
        help_text=_("Gồm cả các đơn vị trực thuộc. Để trống với vai trò toàn cổng."),
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "agency"], name="appointment_once"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(agency=None), name="portal_appointment_once"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}" + (f", {self.agency.acronym}" if self.agency else "")

    def clean(self):
        super().clean()
        needs_agency = self.role in ROLES_OF_AN_AGENCY
        if needs_agency and self.agency_id is None:
            raise ValidationError({"agency": _("Vai trò này gắn với một cơ quan.")})
        if not needs_agency and self.agency_id is not None:
            raise ValidationError({"agency": _("Vai trò này dành cho toàn cổng, không gắn với một cơ quan.")})


def covered_agency_ids(user, *roles: Role) -> frozenset[int] | None:
    """Agencies whose records the user may work on in any of `roles` today; None means every agency.

    An appointment covers the agency's sub-units and the agencies it is the primary successor of, because permission
    follows the agency that a record belongs to now. A superuser covers all; an inactive user none.
    Kept on the user object, which lives as long as the request.
    """
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return None
    held = _appointments_today(user)
    if any(agency_id is None for role, agency_id in held if role in roles):
        return None
    own = frozenset(agency_id for role, agency_id in held if role in roles)
    known = user.__dict__.setdefault("_covered_agencies", {})
    if own not in known:
        known[own] = with_units_and_predecessors(set(own))
    return known[own]


def has_role(user, *roles: Role) -> bool:
    """Whether the user holds one of `roles` today, for whatever agency."""
    return user.is_active and (user.is_superuser or any(role in roles for role, _agency in _appointments_today(user)))


def _appointments_today(user) -> list[tuple[str, int | None]]:
    if not hasattr(user, "_appointments_today"):
        today = timezone.localdate()
        held = Appointment.objects.filter(user_id=user.pk).valid_on(today).values_list("role", "agency_id")
        user._appointments_today = list(held)
    return user._appointments_today


def with_units_and_predecessors(own: set[int]) -> frozenset[int]:
    """These agencies with everything below them and what they are the primary successors of today."""
    if not own:
        return frozenset()
    below: dict[int, set[int]] = {}
    for agency_id, parent_id in Agency.objects.exclude(parent=None).values_list("pk", "parent_id"):
        below.setdefault(parent_id, set()).add(agency_id)
    today = timezone.localdate()
    for new_id, old_id in AgencySuccession.objects.filter(primary=True, date__lte=today).values_list(
        "new_id", "old_id"
    ):
        below.setdefault(new_id, set()).add(old_id)
    covered, waiting = set(), set(own)
    while waiting:
        agency_id = waiting.pop()
        if agency_id not in covered:
            covered.add(agency_id)
            waiting |= below.get(agency_id, set())
    return frozenset(covered)


def agencies_covering(agency_id: int) -> frozenset[int]:
    """Agencies an appointment for which covers this one: itself, those above it, their primary successors of today."""
    parents = dict(Agency.objects.exclude(parent=None).values_list("pk", "parent_id"))
    successions = AgencySuccession.objects.filter(primary=True, date__lte=timezone.localdate())
    successors = dict(successions.values_list("old_id", "new_id"))
    covering: set[int] = set()
    waiting = {agency_id}
    while waiting:
        covering |= waiting
        waiting = {above[one] for one in waiting for above in (parents, successors) if one in above} - covering
    return frozenset(covering)
