"""Who may do what: appointing people to roles and ending that, with their groups kept in step."""

import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from regulations.models import Agency, Appointment, Role
from regulations.models.officers import agencies_covering


@transaction.atomic
def appoint(
    *,
    user,
    role: Role | str,
    agency: Agency | None = None,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
) -> Appointment:
    """Give `user` a role for an agency with its units, or for the whole portal where the role is the portal's.

    Someone appointed to the same before is appointed again by the same record. Raises ValidationError naming the field.
    """
    appointment = (
        Appointment.objects.select_for_update().filter(user=user, role=role, agency=agency).first()
        or Appointment(user=user, role=role, agency=agency)
    )  # fmt: skip
    appointment.valid_from, appointment.valid_to = valid_from, valid_to
    return store_appointment(appointment)


@transaction.atomic
def store_appointment(appointment: Appointment) -> Appointment:
    """Check and save an appointment and bring its user's groups in step. Raises ValidationError naming the field."""
    appointment.full_clean()
    appointment.save()
    keep_groups_in_step(appointment.user)
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, on: datetime.date | None = None) -> Appointment:
    """End an appointment on `on` (today by default): the first day it no longer holds. The record stays."""
    last = on or timezone.localdate()
    if appointment.valid_from and appointment.valid_from >= last:
        appointment.valid_from = None  # it ends before it began: it never held
    appointment.valid_to = last
    return store_appointment(appointment)


def holders_for(agency: Agency, role: Role) -> list[User]:
    """Active people who hold a role today for an agency that covers this one, in the order of their accounts."""
    held = Appointment.objects.filter(role=role, agency__in=agencies_covering(agency.pk)).valid_on(timezone.localdate())
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))


def keep_groups_in_step(user) -> None:
    """Put `user` in the group of each role held today or later, and in no other role's group.

    Groups only open the admin and its menus; what may be done to a record is judged by appointments on the day itself.
    """
    today = timezone.localdate()
    held = Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), user=user).values_list(
        "role", flat=True
    )
    names = set(held)
    user.groups.remove(*Group.objects.filter(name__in=set(Role.values) - names))
    user.groups.add(*[Group.objects.get_or_create(name=name)[0] for name in names])
    for cached in ("_appointments_today", "_covered_agencies", "_perm_cache", "_group_perm_cache"):
        user.__dict__.pop(cached, None)
