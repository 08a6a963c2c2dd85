"""Which changes by other documents the versions of a document contain, and the notes that say so at each provision."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from regulations.models import DocumentVersion, Effect, EnteredChange, LegalDocument, Provision
from regulations.notices import shown
from regulations.text.labels import label_parts
from regulations.timeline import Timeline
from regulations.unapplied import Change, Touched, known_changes, unapplied_changes

ByVersion = dict[int, list[Change]]


@dataclass(frozen=True, slots=True)
class Note:
    """A line under a provision: what (`said`) which document (`by`, at `url`) did to it, and from when.

    `place` names the provision where it is not in the text any more, and the note stands at what it was in.
    """

    said: str
    by: str
    url: str
    since: str
    place: str = ""
    missing: bool = False


def entered_changes(document: LegalDocument) -> ByVersion:
    """For each published version, by key, the changes that it was the first to contain. Three queries, one if none."""
    rows = EnteredChange.objects.filter(version__document=document, version__live=True).order_by("pk")
    pairs = list(rows.values_list("version_id", "relation_id"))
    if not pairs:
        return {}
    changes = known_changes(Q(pk__in={relation for _version, relation in pairs}))
    by_relation = {change.relation_id: change for changes_of in changes.values() for change in changes_of}
    found: ByVersion = defaultdict(list)
    for version, relation in pairs:
        if relation in by_relation:
            found[version].append(by_relation[relation])
    return dict(found)


def contained_changes(
    version: DocumentVersion, timeline: Timeline[DocumentVersion], entered: ByVersion
) -> list[Change]:
    """The changes in the text of a version: its own, and those of the versions that it follows."""
    if not entered:
        return []
    before = [version]
    earlier = timeline.before(version)
    while earlier is not None:
        before.append(earlier)
        earlier = timeline.before(earlier)
    found = {change.relation_id: change for one in reversed(before) for change in entered.get(one.pk, ())}
    return list(found.values())


@dataclass(frozen=True, slots=True)
class TextChanges:
    """Everything about changes that the page of one version shows.

    `missing` are known and not in the text; `notes` are by the label where they stand; `there` are those touched
    labels that the text has.
    """

    entered: ByVersion = field(default_factory=dict)
    missing: list[Change] = field(default_factory=list)
    notes: dict[str, list[Note]] = field(default_factory=dict)
    there: frozenset[str] = frozenset()


def text_changes(
    version: DocumentVersion, timeline: Timeline[DocumentVersion], on: datetime.date, *, is_complete: bool
) -> TextChanges:
    """Of a published version as read on `on`. `is_complete` where it is known already that no change is missing.

    One query where the document never had a change entered and none is missing.
    """
    entered = entered_changes(version.document)
    missing: list[Change] = []
    if not is_complete:
        coming = on >= timezone.localdate()
        missing = unapplied_changes([version.document_id], on, coming=coming).get(version.document_id, [])
    contained = contained_changes(version, timeline, entered)
    touched = [(change, place, False) for change in contained for place in change.provisions]
    touched += [(change, place, True) for change in missing for place in change.provisions]
    if not touched:
        return TextChanges(entered, missing)
    asked = {outer for _change, place, _missing in touched for outer in around(place.label)}
    there = frozenset(Provision.objects.filter(version=version, label__in=asked).values_list("label", flat=True))
    notes: dict[str, list[Note]] = defaultdict(list)
    for change, place, is_missing in touched:
        # What the text does not have is told at the next provision around it that it has.
        at = next((label for label in around(place.label) if label in there), None)
        if at is not None:
            notes[at].append(_note(change, place, at, is_missing=is_missing))
    return TextChanges(entered, missing, dict(notes), there)


def around(label: str) -> list[str]:
    """A label and those of what it stands in, the nearest first."""
    steps = label.split("-")
    return ["-".join(steps[:n]) for n in range(len(steps), 0, -1)]


def _note(change: Change, place: Touched, at: str, *, is_missing: bool) -> Note:
    return Note(
        said=_("%(effect)s bởi") % {"effect": Effect(place.effect).label},
        by=f"{label_parts(place.by_label) if place.by_label else ''} {change.document}".strip(),
        url=f"{change.url}{place.by_label}/" if place.by_label else change.url,
        since=_("từ ngày %(day)s") % {"day": shown(change.effective_from)} if change.effective_from else "",
        place="" if at == place.label else label_parts(place.label),
        missing=is_missing,
    )
