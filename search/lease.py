"""Who may write to an index now, and whether one is being built beside it. Leases run out, so a killed process holds
nothing up for long."""

import datetime

from django.db.models import F, Q
from django.utils import timezone

from search.models import IndexTarget
from search.schema import SCHEMA_VERSION

WRITER_LEASE = datetime.timedelta(seconds=10)
REBUILD_LEASE = datetime.timedelta(seconds=120)
FORGOTTEN_AFTER = datetime.timedelta(days=7)


def take_writer_lease(target: IndexTarget, owner: str) -> bool:
    """Become the writer of a target, or stay it. False while another one is."""
    now = timezone.now()
    free = Q(lease_owner=owner) | Q(lease_until=None) | Q(lease_until__lt=now)
    taken = IndexTarget.objects.filter(free, pk=target.pk).update(
        lease_owner=owner, lease_until=now + WRITER_LEASE, last_seen=now
    )
    return bool(taken)


def give_up_writer_lease(target: IndexTarget, owner: str) -> None:
    IndexTarget.objects.filter(pk=target.pk, lease_owner=owner).update(lease_owner="", lease_until=None)


def begin_rebuild(target: IndexTarget) -> bool:
    """Keep jobs from now on, for the index being built. False while another rebuild runs."""
    now = timezone.now()
    free = Q(rebuild_until=None) | Q(rebuild_until__lt=now)
    return bool(IndexTarget.objects.filter(free, pk=target.pk).update(rebuild_until=now + REBUILD_LEASE, last_seen=now))


def go_on_rebuilding(target: IndexTarget) -> bool:
    """Renew the rebuild's claim. False if it had run out: jobs may have been dropped since."""
    now = timezone.now()
    running = IndexTarget.objects.filter(pk=target.pk, rebuild_until__gt=now)
    return bool(running.update(rebuild_until=now + REBUILD_LEASE))


def end_rebuild(target: IndexTarget, *, swapped: bool) -> None:
    """Let jobs go again. `swapped` tells that a new index has taken the place of the old one."""
    changes = {"generation": F("generation") + 1, "schema_version": SCHEMA_VERSION} if swapped else {}
    IndexTarget.objects.filter(pk=target.pk).update(rebuild_until=None, **changes)


def is_being_rebuilt(target: IndexTarget) -> bool:
    return target.rebuild_until is not None and target.rebuild_until > timezone.now()


def forget_absent_targets() -> int:
    """Remove targets that nobody wrote to for a week, with their jobs: a host that comes back is rebuilt."""
    absent = IndexTarget.objects.filter(last_seen__lt=timezone.now() - FORGOTTEN_AFTER)
    count = absent.count()
    absent.delete()
    return count
