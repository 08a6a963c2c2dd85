"""The one way a version becomes public: one at a time here, by the thousand in `publish_in_bulk`.

This module knows versions by what `PublishedVersion` promises and imports no model, so that the models can lead
Wagtail's own `publish()` here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.models.audit import AuditEntry
from regulations.sealing import seal_versions
from regulations.signals import versions_published


class PublicationRefused(Exception):
    """A version that may not be published; the message says why, in words for the person who tried."""


@transaction.atomic
def publish_version(*, version, by=None, revision=None, at=None):
    """Make `version` public and return it, with its number and time of record.

    `version` carries the content to publish, children included (as `revision.as_object()` gives it). `by` is the
    approving user; None is the portal itself, through a command. `at` is the moment of record, now by default.
    Raises PublicationRefused for an approver who may not, a version already public or corrected twice, and
    ValidationError naming the field for content that is not fit. Of two at once on one identity, one waits.
    """
    model = type(version)
    model._meta.get_field(model.IDENTITY).related_model.objects.select_for_update().get(pk=version.identity.pk)
    stored = model.objects.select_for_update().get(pk=version.pk)
    if stored.live:
        raise PublicationRefused(_("Phiên bản này đã được công bố."))
    if by is not None:
        stored.check_approver(by)
    siblings = model.objects.filter(**{model.IDENTITY: version.identity}, live=True)
    version.number = (siblings.aggregate(last=models.Max("number"))["last"] or 0) + 1
    version.recorded_at = version.first_published_at = version.last_published_at = at or timezone.now()
    version.live, version.has_unpublished_changes = True, False
    version.approved_by = by
    version.drafted_by, version.corrects = stored.drafted_by, stored.corrects
    if version.corrects_id:
        _set_aside(model, version.corrects_id)
    version.about_to_publish()
    version.full_clean()
    version.live_revision = revision
    version.save()
    version.on_published()
    versions_published.send(sender=model, versions=[version])
    seal_versions(model, [version.pk])
    if version.current_workflow_state is not None:
        version.current_workflow_state.cancel(user=by)
    log(version, "wagtail.publish", user=by, revision=revision, content_changed=True, why=version.note)
    model.announce([version.identity.pk])
    return version


def _set_aside(model, pk) -> None:
    """Mark a version as corrected: the one column publishing sets on a public row."""
    changed = model.objects.filter(pk=pk, live=True, is_corrected=False).update(is_corrected=True)
    if not changed:
        raise PublicationRefused(_("Phiên bản cần đính chính chưa công bố hoặc đã được đính chính."))


@transaction.atomic
def publish_in_bulk(
    *,
    versions: Sequence[models.Model],
    children: Iterable[Sequence[models.Model]] = (),
    fill: Callable[[], None] = lambda: None,
    at=None,
) -> None:
    """The same as publish_version for thousands of new, unsaved versions of one model, with set-wise checks.

    `children` are lists of unsaved rows of one model each that point at the versions; a later list may point at an
    earlier one. `fill` stores what comes in another way, once the versions have keys. Corrections are not taken here.
    Raises ValidationError naming the identity and day of the first version that would collide with another current one
    or whose content is not fit, and then nothing is stored.
    """
    if not versions:
        return
    model, now = type(versions[0]), at or timezone.now()
    identity_id = f"{model.IDENTITY}_id"
    ids = sorted({getattr(version, identity_id) for version in versions})
    _wait_for_others(model, ids)
    taken, last = _published_days_and_numbers(model, set(ids))
    for version in versions:
        owner = getattr(version, identity_id)
        if version.effective_from is not None and version.effective_from in taken[owner]:
            raise ValidationError(
                _("%(record)s: hai phiên bản cùng có hiệu lực từ %(day)s."),
                params={"record": version.identity, "day": version.effective_from},
            )
        taken[owner].add(version.effective_from)
        last[owner] += 1
        version.number = last[owner]
        version.live, version.recorded_at, version.has_unpublished_changes = True, now, False
        version.first_published_at = version.last_published_at = now
        _check_content(version)
    model.objects.bulk_create(versions, batch_size=1000)
    fill()
    for rows in children:
        if rows:
            type(rows[0]).objects.bulk_create(rows, batch_size=2000)
    versions_published.send(sender=model, versions=versions)
    seal_versions(model, [version.pk for version in versions])
    AuditEntry.objects.log_new_in_bulk(versions, "wagtail.publish", timestamp=now)
    model.announce(ids)


def _wait_for_others(model, ids: list[int]) -> None:
    """Lock the identities, as publish_version does, so that two publishers do not give one number twice."""
    identities = model._meta.get_field(model.IDENTITY).related_model.objects.select_for_update().order_by("pk")
    for start in range(0, len(ids), 5000):
        list(identities.filter(pk__in=ids[start : start + 5000]).values_list("pk", flat=True))


def _check_content(version) -> None:
    """What full_clean checks, without a query for each row: keys are checked by the database, days above."""
    try:
        version.about_to_publish()
        version.clean_fields(exclude={field.name for field in version._meta.fields if field.is_relation})
        version.clean()
    except ValidationError as error:
        reasons = "; ".join(error.messages)
        raise ValidationError(
            "%(record)s: %(reasons)s", params={"record": version.identity, "reasons": reasons}
        ) from error


def _published_days_and_numbers(model, ids: set[int]) -> tuple[dict[int, set], dict[int, int]]:
    taken: dict[int, set] = defaultdict(set)
    last: dict[int, int] = defaultdict(int)
    identity_id = f"{model.IDENTITY}_id"
    rows = model.objects.filter(live=True).values_list(identity_id, "effective_from", "number", "is_corrected")
    for owner, day, number, is_corrected in rows.iterator():
        if owner in ids:
            last[owner] = max(last[owner], number)
            if not is_corrected:
                taken[owner].add(day)
    return taken, last
