"""Changes that are known of and not in the text yet: of legal documents, and of what regulations rest on.

A change is a relation of type amends, replaces, repeals or corrects by a public document. It is entered once a current
version of its target says so (`EnteredChange`); one that repeals or replaces a whole document is entered, too, by the
version that says the document is no longer in force. Everything here is set-wise: so many queries, however many
documents are asked about.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from regulations.models import (
    DocumentRelation,
    DocumentSlug,
    DocumentVersion,
    EnteredChange,
    LegalBasis,
    RegulationVersion,
    RelationType,
    State,
    TouchedProvision,
)
from regulations.models.choices import DocumentType

CHANGING = (RelationType.AMENDS, RelationType.REPLACES, RelationType.REPEALS, RelationType.CORRECTS)
ENDING = (RelationType.REPLACES, RelationType.REPEALS)
LAPSED = (State.SUSPENDED, State.ABOLISHED, State.GAP)


@dataclass(frozen=True, slots=True)
class Touched:
    """One provision of the target that a change touches; `by_label` is where the changing document says so, or ""."""

    label: str
    effect: str
    by_label: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one document does to another. `effective_from` is None where nobody knows the day.

    `provisions` is empty where the whole target is meant, or where nobody has recorded which provisions are.
    """

    relation_id: int
    type: RelationType
    target_id: int
    document_id: int
    document: str
    title: str
    url: str
    issued_on: datetime.date | None
    effective_from: datetime.date | None
    note: str
    provisions: tuple[Touched, ...]

    @property
    def ends_the_whole(self) -> bool:
        """Whether the target as a whole is replaced or repealed."""
        return self.type in ENDING and not self.provisions

    def touches(self, label: str) -> bool:
        """Whether the change concerns a provision or what is in it; "" is the whole document."""
        if not label or not self.provisions:
            return True
        return any(is_within(touched.label, label) or is_within(label, touched.label) for touched in self.provisions)


@dataclass(frozen=True, slots=True)
class TouchedBasis:
    """A legal basis of a regulation's version that changed, or lost force, after the version's day.

    Exactly one of `change` and `lapsed_on` is set; `label` is what the regulation cites ("" for the whole document).
    """

    version_id: int
    document_id: int
    label: str
    change: Change | None = None
    lapsed_on: datetime.date | None = None
    state: str = ""


def is_within(label: str, outer: str) -> bool:
    """Whether a provision is another or stands in it: "dieu-5-khoan-2" is within "dieu-5"."""
    return label == outer or label.startswith(f"{outer}-")


def unapplied_changes(
    document_ids: Iterable[int], on: datetime.date, *, coming: bool = True
) -> dict[int, list[Change]]:
    """For each document the changes by others that its text as read on `on` does not contain, the earliest first.

    In effect on that day: no current version that had begun by then has it. Coming later: no current version at all has
    it; `coming=False` leaves those out, as a reader of a past day wants. Documents without any have no key.
    """
    changes = known_changes(Q(target__in=list(document_ids)))
    entered = _entered([change for changes_of in changes.values() for change in changes_of])
    found: dict[int, list[Change]] = {}
    for target, changes_of in changes.items():
        left = []
        for change in changes_of:
            ahead = change.effective_from is not None and change.effective_from > on
            begun = entered.get(change.relation_id, ())
            if ahead and not coming:
                continue
            if not any(day is None or day <= on or ahead for day in begun):
                left.append(change)
        if left:
            found[target] = left
    return found


def touched_bases(versions: Iterable[RegulationVersion], on: datetime.date) -> dict[int, list[TouchedBasis]]:
    """For each version of a regulation what happened to its legal bases after its own day, up to and including `on`.

    A change that touches other provisions than those cited is no concern of the regulation. Versions without any have
    no key.
    """
    begins = {version.pk: version.effective_from for version in versions if version.effective_from}
    cited = list(
        LegalBasis.objects.filter(version__in=list(begins)).order_by("version", "sort_order", "pk")
        .values_list("version_id", "document_id", "label")
    )  # fmt: skip
    documents = {document for _version, document, _label in cited}
    changes = known_changes(Q(target__in=documents)) if documents else {}
    lapsed = _lapsed(documents, on)
    found: dict[int, list[TouchedBasis]] = defaultdict(list)
    for version, document, label in cited:
        since = begins[version]
        for change in changes.get(document, ()):
            if _came_between(change, since, on) and change.touches(label):
                found[version].append(TouchedBasis(version, document, label, change=change))
        if document in lapsed and lapsed[document][0] > since:
            day, state = lapsed[document]
            found[version].append(TouchedBasis(version, document, label, lapsed_on=day, state=state))
    return dict(found)


def on_touched_bases(versions: QuerySet[RegulationVersion], on: datetime.date) -> list[int]:
    """Keys of those of `versions` that `touched_bases` has something to say of, by the codes of their regulations.

    Four queries, and no instance of a model, however many thousands there are.
    """
    changes = known_changes(Q(target__in=LegalBasis.objects.order_by().values("document")))
    lapsed = _lapsed(None, on)
    concerned = changes.keys() | lapsed.keys()
    if not concerned:
        return []
    bases = LegalBasis.objects.filter(version__in=versions.order_by().values("pk"), document__in=concerned)
    rows = bases.order_by("version__regulation__code", "version").values_list(
        "version_id", "version__effective_from", "document_id", "label"
    )
    found: dict[int, None] = {}
    for version, since, document, label in rows.iterator():
        if version in found or since is None:
            continue
        if (document in lapsed and lapsed[document][0] > since) or any(
            _came_between(change, since, on) and change.touches(label) for change in changes.get(document, ())
        ):
            found[version] = None
    return list(found)


def _came_between(change: Change, since: datetime.date, on: datetime.date) -> bool:
    """Whether a change took effect after one day, up to and including another."""
    day = change.effective_from or change.issued_on
    return day is not None and since < day <= on


def known_changes(where: Q) -> dict[int, list[Change]]:
    """Changes by public documents, by target, the earliest first and those of unknown date last."""
    rows = list(changing_relations().filter(where).values(*_COLUMNS))
    touched: dict[int, list[Touched]] = defaultdict(list)
    if rows:
        places = TouchedProvision.objects.filter(relation__in=[row["pk"] for row in rows]).order_by("pk")
        for relation, *place in places.values_list("relation_id", "label", "effect", "by_label"):
            touched[relation].append(Touched(*place))
    found: dict[int, list[Change]] = defaultdict(list)
    for row in rows:
        found[row["target_id"]].append(_change(row, tuple(touched[row["pk"]])))
    return dict(found)


def changing_relations() -> QuerySet[DocumentRelation]:
    """Relations that change their target, by public documents. `begins` is their own day or their document's first."""
    speaking = DocumentVersion.objects.current().filter(document=OuterRef("document")).order_by()
    first = speaking.values("document").annotate(day=Min("effective_from")).values("day")
    slug = DocumentSlug.objects.filter(document=OuterRef("document"), canonical=True).values("slug")[:1]
    return (
        DocumentRelation.objects.filter(Exists(speaking), type__in=CHANGING)
        .annotate(begins=Coalesce("effective_from", Subquery(first)), slug=Subquery(slug))
        .order_by(F("begins").asc(nulls_last=True), "pk")
    )


_COLUMNS = (
    "pk", "type", "target_id", "document_id", "document__doc_type", "document__number", "document__title", "slug",
    "document__issued_on", "begins", "note",
)  # fmt: skip


def _change(row: dict, provisions: tuple[Touched, ...]) -> Change:
    kind = str(DocumentType(row["document__doc_type"]).label)
    return Change(
        relation_id=row["pk"],
        type=RelationType(row["type"]),
        target_id=row["target_id"],
        document_id=row["document_id"],
        document=f"{kind} {row['document__number']}".strip(),
        title=row["document__title"],
        url=reverse("regulations:document", args=[row["slug"]]),
        issued_on=row["document__issued_on"],
        effective_from=row["begins"],
        note=row["note"],
        provisions=provisions,
    )


def _entered(changes: list[Change]) -> dict[int, set[datetime.date | None]]:
    """For each relation the days from which current versions of its target contain it."""
    days: dict[int, set[datetime.date | None]] = defaultdict(set)
    if not changes:
        return days
    rows = EnteredChange.objects.filter(
        relation__in=[change.relation_id for change in changes], version__live=True, version__is_corrected=False
    )
    for relation, day in rows.values_list("relation_id", "version__effective_from"):
        days[relation].add(day)
    ending = [change for change in changes if change.ends_the_whole]
    if ending:
        ended = DocumentVersion.objects.current().filter(
            document__in={change.target_id for change in ending}, state=State.ABOLISHED
        )
        for document, day in ended.order_by().values_list("document_id", "effective_from"):
            for change in ending:
                if change.target_id == document:
                    days[change.relation_id].add(day)
    return days


def _lapsed(documents: set[int] | None, on: datetime.date) -> dict[int, tuple[datetime.date, str]]:
    """Of these documents (None is all) those that are not in force on a day: since when, and how."""
    rows = DocumentVersion.objects.in_force_on(on).filter(state__in=LAPSED)
    if documents is not None:
        rows = rows.filter(document__in=documents)
    return {
        pk: (day, state) for pk, day, state in rows.order_by().values_list("document_id", "effective_from", "state")
    }
