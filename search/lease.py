"""Who may write to an index now, and whether one is being built beside it. Leases run out, so a killed process holds
nothing up for long; nor does one whose clock was ahead."""

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from search.models import IndexTarget
from search.outbox import hold_list_of_targets
from search.schema import SCHEMA_VERSION

WRITER_LEASE = datetime.timedelta(seconds=10)
REBUILD_LEASE = datetime.timedelta(seconds=20)
CLOCKS_APART = datetime.timedelta(minutes=5)
"""What runs out later than clocks may differ was given by one that has jumped, and counts as run out."""
FORGOTTEN_AFTER = datetime.timedelta(days=7)


def target_named(name: str) -> IndexTarget:
    """The target of that name, made where there is none: from now on changes leave jobs for it."""
    found = IndexTarget.objects.filter(name=name).first()
    if found is not None:
        return found
    with transaction.atomic():
        hold_list_of_targets(to_change_it=True)
        return IndexTarget.objects.get_or_create(name=name)[0]


def take_writer_lease(target: IndexTarget, owner: str) -> bool:
    """Become the writer of a target, or stay it. False while another one is."""
    now = timezone.now()
    free = Q(lease_owner=owner) | _has_run_out("lease_until", WRITER_LEASE, now)
    taken = IndexTarget.objects.filter(free, pk=target.pk).update(
        lease_owner=owner, lease_until=now + WRITER_LEASE, last_seen=now
    )
    return bool(taken)


def give_up_writer_lease(target: IndexTarget, owner: str) -> None:
    IndexTarget.objects.filter(pk=target.pk, lease_owner=owner).update(lease_owner="", lease_until=None)


def begin_rebuild(target: IndexTarget) -> bool:
    """Keep jobs from now on, for the index being built. False while another rebuild runs, or was killed just now.

    `target.rebuild_until` is the claim: it is renewed and given up only by who holds it.
    """
    now = timezone.now()
    free = _has_run_out("rebuild_until", REBUILD_LEASE, now)
    return _claim(target, IndexTarget.objects.filter(free, pk=target.pk), now)


def go_on_rebuilding(target: IndexTarget) -> bool:
    """Renew the rebuild's claim. False if it had run out: jobs may have been dropped since, or another one runs."""
    now = timezone.now()
    if not is_being_rebuilt(target):
        return False
    return _claim(target, IndexTarget.objects.filter(pk=target.pk, rebuild_until=target.rebuild_until), now)


def end_rebuild(target: IndexTarget, *, swapped: bool) -> None:
    """Let jobs go again. `swapped` tells that a new index has taken the place of the old one."""
    changes = {"generation": F("generation") + 1, "schema_version": SCHEMA_VERSION} if swapped else {}
    held = IndexTarget.objects.filter(pk=target.pk, rebuild_until=target.rebuild_until)
    held.update(rebuild_until=None, **changes)


def is_being_rebuilt(target: IndexTarget) -> bool:
    now = timezone.now()
    return target.rebuild_until is not None and now < target.rebuild_until < now + REBUILD_LEASE + CLOCKS_APART


def forget_absent_targets() -> int:
    """Remove targets that nobody wrote to for a week, with their jobs: a host that comes back is rebuilt."""
    absent = IndexTarget.objects.filter(last_seen__lt=timezone.now() - FORGOTTEN_AFTER)
    count = absent.count()
    if count:
        with transaction.atomic():
            hold_list_of_targets(to_change_it=True)
            absent.delete()
    return count


def _has_run_out(name: str, lease: datetime.timedelta, now: datetime.datetime) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__lte": now}) | Q(**{f"{name}__gte": now + lease + CLOCKS_APART})


def _claim(target: IndexTarget, free, now: datetime.datetime) -> bool:
    until = now + REBUILD_LEASE
    if not free.update(rebuild_until=until, last_seen=now):
        return False
    target.rebuild_until = until
    return True
