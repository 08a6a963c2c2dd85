"""Where a document or a provision is cited: in the texts of other documents and in the parts of regulations."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulations.document_record import document_frame, name_of
from regulations.models import (
    Citation,
    DocumentVersion,
    LegalDocument,
    Part,
    PartDefinition,
    Provision,
    RegulationVersion,
    State,
)
from regulations.text.citation_places import words_of
from regulations.text.labels import label_parts, wider_labels

AROUND = 90
"""Characters shown before and behind the words that cite."""


@dataclass(frozen=True, slots=True)
class CitedBy:
    """How often a document and its provisions are cited, and the page that says where."""

    url: str
    counts: Mapping[str, int]

    @property
    def times(self) -> int:
        return self.counts.get("", 0)

    def at(self, label: str) -> dict[str, Any] | None:
        """For the link beside a provision; None where it is not cited."""
        times = self.counts.get(label, 0) if label else 0
        return {"url": f"{self.url}?label={label}", "times": times} if times else None


def cited_by(version: DocumentVersion) -> CitedBy:
    """Of a published version's document; a draft says nothing. One query."""
    if not version.live:
        return CitedBy("", {})
    return CitedBy(reverse("regulations:cited_by", args=[version.document.slug]), counts_in(version.document))


@dataclass(frozen=True, slots=True)
class CitingPlace:
    """A provision or part that cites. `record` and `place` are its names, `times` how often it cites what is asked."""

    record: str
    title: str
    place: str
    url: str
    words: SafeString
    times: int


def citations_of(document: LegalDocument, label: str = "") -> QuerySet[Citation]:
    """Citations of a document or of a provision and what is in it, in the texts that speak today.

    Of the whole document those in other texts only; of a provision those in the document's own text too. Texts that say
    that the rule is abolished are left out.
    """
    rows = Citation.objects.filter(target=document)
    if label:
        rows = rows.filter(Q(target_label=label) | Q(target_label__startswith=f"{label}-"))
    else:
        rows = rows.exclude(document_version__document=document)
    return rows.filter(_speaks("document_version", "document") | _speaks("regulation_version", "regulation"))


def _speaks(version: str, identity: str) -> Q:
    """The version is the one that speaks today; one of unknown date stands in where no dated one has begun."""
    today = timezone.localdate()
    model = DocumentVersion if version == "document_version" else RegulationVersion
    same = model.objects.current().filter(**{identity: OuterRef(f"{version}__{identity}")})
    begun = same.filter(effective_from__lte=today)
    dated = Q(**{f"{version}__effective_from__lte": today}) & ~Exists(
        begun.filter(effective_from__gt=OuterRef(f"{version}__effective_from"))
    )
    unknown = (
        Q(**{f"{version}__effective_from": None})
        & ~Exists(begun)
        & ~Exists(same.filter(effective_from=None, number__gt=OuterRef(f"{version}__number")))
    )
    public = Q(**{f"{version}__live": True, f"{version}__is_corrected": False})
    return public & ~Q(**{f"{version}__state": State.ABOLISHED}) & (dated | unknown)


def counts_in(document: LegalDocument) -> Counter[str]:
    """How often each label of a document is cited today, under "" the document in other texts. One query."""
    counts: Counter[str] = Counter()
    rows = citations_of_all(document).values_list("target_label", "own").annotate(times=Count("pk"))
    for label, own, times in rows.order_by():
        for one in [label, *wider_labels(label)] if label else []:
            counts[one] += times
        if not own:
            counts[""] += times
    return counts


def citations_of_all(document: LegalDocument) -> QuerySet[Citation]:
    """Those in other texts and in the document's own, which have `own`."""
    rows = Citation.objects.filter(target=document)
    rows = rows.filter(_speaks("document_version", "document") | _speaks("regulation_version", "regulation"))
    return rows.annotate(own=Case(When(document_version__document=document, then=Value(True)), default=Value(False)))


def places_of(citations: QuerySet[Citation]) -> QuerySet:
    """The places of citations, each once: parts of regulations by their codes, then provisions, youngest text first."""
    rows = citations.values("regulation_version", "document_version", "place").annotate(
        times=Count("pk"),
        first=Min("pk"),
        code=Max("regulation_version__regulation__code"),
        issued=Max("document_version__document__issued_on"),
    )
    return rows.order_by(F("code").asc(nulls_last=True), F("issued").desc(nulls_last=True), "document_version", "first")


def shown_places(rows: Sequence[dict[str, Any]]) -> list[CitingPlace]:
    """What a page of `places_of` shows. Six queries, however many."""
    first = Citation.objects.in_bulk([row["first"] for row in rows])
    regulations = RegulationVersion.objects.select_related("regulation").in_bulk(_ids(rows, "regulation_version"))
    documents = DocumentVersion.objects.select_related("document").defer("text")
    documents = documents.prefetch_related("document__slugs").in_bulk(_ids(rows, "document_version"))
    keys = {row["place"] for row in rows}
    texts: dict[tuple[str, int, str], str] = {}
    for version, key, text in Part.objects.filter(version__in=regulations, key__in=keys).values_list(
        "version", "key", "text"
    ):
        texts["regulation", version, key] = text
    provisions = Provision.objects.filter(version__in=documents, label__in=keys).order_by()
    for version, label, heading, text in provisions.values_list("version", "label", "heading", "text"):
        texts["document", version, label] = words_of(heading, text)
    labels = {(row.kind, row.key): row.label for row in PartDefinition.objects.filter(key__in=keys)}
    shown = []
    for row in rows:
        citation, key = first[row["first"]], row["place"]
        if row["regulation_version"]:
            version = regulations[row["regulation_version"]]
            record, title = version.regulation.code, version.title
            place = labels.get((version.regulation.kind, key), key)
            url = f"{version.regulation.get_absolute_url()}#part-{key}"
            words = texts.get(("regulation", version.pk, key), "")
        else:
            version = documents[row["document_version"]]
            record, title, place = name_of(version.document), version.document.title, label_parts(key)
            url = reverse("regulations:provision", args=[version.document.slug, key])
            words = texts.get(("document", version.pk, key), "")
        shown.append(CitingPlace(record, title, place, url, _around(words, citation), row["times"]))
    return shown


def _ids(rows: Sequence[dict[str, Any]], column: str) -> set[int]:
    return {row[column] for row in rows if row[column]}


def _around(words: str, citation: Citation) -> SafeString:
    """The words that cite, with some of what stands around them, cut between words."""
    start, end = citation.start, citation.end
    before, after = words[max(0, start - AROUND) : start], words[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(words):
        after = after.rpartition(" ")[0] + " …"
    return format_html("{}<mark>{}</mark>{}", before, words[start:end], after)


def cited_by_page(document: LegalDocument, label: str, counts: Counter[str]) -> dict[str, Any]:
    """The context of regulations/cited_by.html but for the list: names, and the provisions to choose from."""
    frame = document_frame(document)
    address = reverse("regulations:cited_by", args=[document.slug])
    what = f"{label_parts(label)} {frame['name']}" if label else frame["name"]
    title = _("%(what)s được viện dẫn ở đâu") % {"what": what}
    trail_end = [{"title": _("Được viện dẫn"), "url": ""}]
    return frame | {
        "page_title": title,
        "page_description": title,
        "breadcrumbs": [*frame["breadcrumbs"], *trail_end],
        "what": what,
        "label": label,
        "place": label_parts(label) if label else "",
        "place_url": reverse("regulations:provision", args=[document.slug, label]) if label else "",
        "whole_url": address if label else "",
        "total": counts[label],
        "choices": [
            {"title": label_parts(one), "url": f"{address}?label={one}", "times": counts[one]}
            for one in sorted(_inside(label, counts), key=_in_order)
        ],
        "noindex": bool(label) or not counts[label],
    }


def _inside(label: str, counts: Counter[str]) -> list[str]:
    """The cited provisions directly inside one, or the topmost of a document."""
    return [one for one in counts if one and (wider_labels(one)[:1] or [""])[0] == label]


def _in_order(label: str) -> list[tuple[int, str]]:
    """For sorting: numbers by their value, so that Điều 9 stands before Điều 10."""
    steps = label.split("-")
    return [(int("".join(filter(str.isdigit, step)) or 0), step) for step in steps]
