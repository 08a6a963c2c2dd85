"""Citations in a text as links: escaped text with plain links, each to what is cited as it reads on the page's day."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulations.bases import Basis, resolve_bases
from regulations.contents import PartText
from regulations.models import Citation, DocumentSlug, Provision
from regulations.text.labels import wider_labels


@dataclass(frozen=True, slots=True)
class TextLink:
    """`words[start:end]` leads to `url`. `note` is what a reader must know before following it, "" for nothing."""

    start: int
    end: int
    url: str
    note: str = ""


Links = Mapping[str, Sequence[TextLink]]
"""The links in the words of each place: a provision's label or a part's key."""

NO_LINKS: Links = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as stored. `choice`: several public documents share the number that it cites."""

    place: str
    start: int
    end: int
    target: int | None
    key: str
    label: str
    choice: bool

    @property
    def pairs(self) -> list[tuple[int, str]]:
        """(document, label) of what is meant, then of what is around it, the document last."""
        if self.target is None:
            return []
        labels = [self.label, *wider_labels(self.label), ""] if self.label else [""]
        return [(self.target, label) for label in labels]


def cited_in(*, places: Collection[str] | None = None, **version) -> list[Cited]:
    """What a version cites (`regulation_version=` or `document_version=`) that can be a link.

    `places` are those that are shown, all by default. One query, a second where a document is not known by itself.
    """
    rows = Citation.objects.filter(**version, end__gt=F("start"))
    if places is not None:
        rows = rows.filter(place__in=places)
    columns = ("place", "start", "end", "target", "target_key", "target_label")
    cited = list(rows.order_by("start", "pk").values_list(*columns))
    unresolved = {key for _place, _start, _end, target, key, _label in cited if target is None and key}
    shared = _shared_numbers(unresolved) if unresolved else set()
    return [Cited(*row, choice=row[3] is None and row[4] in shared) for row in cited]


def _shared_numbers(keys: set[str]) -> set[str]:
    """Those of these numbers that public documents have: where no single one is meant, several share it."""
    rows = DocumentSlug.objects.filter(
        slug__in=keys, document__versions__live=True, document__versions__is_corrected=False
    )
    return set(rows.values_list("slug", flat=True))


def links_to(
    cited: Iterable[Cited], bases: Mapping[tuple[int, str], Basis], query: str, own: "OwnText | None" = None
) -> Links:
    """Links by place. `bases` are the pairs of what is cited, resolved; `query` is what addresses carry ("?on=...")."""
    links: dict[str, list[TextLink]] = defaultdict(list)
    for one in cited:
        if own is not None and one.target == own.document:
            url, note = own.url_of(one.label)
        elif one.choice:
            url, note = reverse("regulations:document", args=[one.key]) + query, ""
        else:
            url, note = _url(one, bases)
        if url:
            links[one.place].append(TextLink(one.start, one.end, url, note))
    return links


def _url(one: Cited, bases: Mapping[tuple[int, str], Basis]) -> tuple[str, str]:
    """The address of the provision or of the nearest around it; ("", "") while nothing is public."""
    around = [bases[pair] for pair in one.pairs if pair in bases]
    if not around or not around[-1].document_url:
        return "", ""
    if not around[-1].known:
        return around[-1].document_url, _("Văn bản này chưa có hiệu lực vào ngày đang xem.")
    nearest = next(basis for basis in around if basis.found)
    if nearest is around[-1] and one.label:
        return nearest.url, _not_there()
    return nearest.url, ""


def _not_there() -> str:
    return _("Bản có hiệu lực vào ngày đang xem không có điều khoản này; liên kết dẫn đến văn bản.")


def resolved(
    cited: Iterable[Cited], on: datetime.date, query: str, *, but: int | None = None
) -> dict[tuple[int, str], Basis]:
    """What is cited as of a day, leaving out the document `but`. Two or three queries, none without citations."""
    pairs = list(dict.fromkeys(pair for one in cited if one.target != but for pair in one.pairs))
    return dict(zip(pairs, resolve_bases(pairs, on, query=query), strict=True))


@dataclass(frozen=True, slots=True)
class OwnText:
    """The text that is being read, to which it cites itself: `shown` are the labels on the page, `labels` all asked."""

    document: int
    url: str
    query: str
    shown: frozenset[str]
    labels: frozenset[str]

    def url_of(self, label: str) -> tuple[str, str]:
        around = [label, *wider_labels(label)] if label else []
        nearest = next((one for one in around if one in self.labels), "")
        if nearest in self.shown and nearest:
            return f"#{nearest}", ""
        note = _not_there() if label and not nearest else ""
        return (f"{self.url}{nearest}/{self.query}" if nearest else f"{self.url}{self.query}"), note


def links_in_document(version, rows: Sequence[Provision], on: datetime.date, query: str) -> Links:
    """Links in the provisions `rows` of a published version that are on the page; a draft has none."""
    if not version.live:
        return NO_LINKS
    shown = frozenset(row.label for row in rows if row.label)
    cited = cited_in(document_version=version, places=shown)
    if not cited:
        return NO_LINKS
    document = version.document
    asked = {label for one in cited if one.target == document.pk for _document, label in one.pairs if label}
    elsewhere = asked - shown
    labels = asked & shown
    if elsewhere:
        labels |= set(Provision.objects.filter(version=version, label__in=elsewhere).values_list("label", flat=True))
    own = OwnText(document.pk, document.get_absolute_url(), query, shown, frozenset(labels))
    day = "" if on == timezone.localdate() else f"?on={on.isoformat()}"
    return links_to(cited, resolved(cited, on, day, but=document.pk), day, own)


def parts_with_links(parts: Iterable[PartText], links: Links) -> list[PartText]:
    """The parts of a regulation, their texts with links."""
    return [replace(part, text=linked(part.text, links.get(part.key, ()))) for part in parts]


def linked(text: str, links: Iterable[TextLink], *, start: int = 0) -> str:
    """`text`, which begins at `start` of the words that the links count in, escaped and with its links.

    Links that lie outside are left out. A text without any comes back as it is, for the template to escape.
    """
    inside = [link for link in links if start <= link.start and link.end <= start + len(text)]
    if not inside:
        return text
    pieces: list[str] = []
    place = 0
    for link in inside:
        pieces += [conditional_escape(text[place : link.start - start]), _anchor(text, link, start)]
        place = link.end - start
    return SafeString("".join([*pieces, conditional_escape(text[place:])]))  # each piece is escaped


def _anchor(text: str, link: TextLink, start: int) -> SafeString:
    words = text[link.start - start : link.end - start]
    if not link.note:
        return format_html('<a class="citation" href="{}">{}</a>', link.url, words)
    return format_html(
        '<a class="citation citation--doubt" href="{}" title="{}">{}<span class="visually-hidden"> ({})</span></a>',
        link.url, link.note, words, link.note,
    )  # fmt: skip
