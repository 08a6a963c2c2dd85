"""What reading many documents comes to: characters that got lost, numbers that do not run, citations that are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from regulations.text.citation_places import citations_in
from regulations.text.citations import FoundCitation, KnownDocuments, Place
from regulations.text.codes import DOCUMENT_TYPES, type_from_slug
from regulations.text.gaps import Gap, find_gaps
from regulations.text.normalise import normalise_text, slugify_vi
from regulations.text.numbers import number_from_slug, parse_number, type_from_number
from regulations.text.structure import ArticleText, ParsedProvision, parse_articles, render_structure


@dataclass(frozen=True)
class SourceDocument:
    """A document as a source gives it. `name` is its number or the source's own id, `title` may be ""."""

    name: str
    title: str
    articles: list[ArticleText]

    @property
    def key(self) -> str:
        """The key of its number, as citations name it; a key of its own where it has none."""
        number = number_from_slug(self.name) or parse_number(self.name)
        return number.key if number else slugify_vi(self.name)

    @property
    def place(self) -> Place:
        """What "this document" means in its text."""
        number = number_from_slug(self.name) or parse_number(self.name)
        kind = (number and type_from_number(number)) or type_from_slug(self.name) or _type_in(self.title) or ""
        return Place(document_key=self.key, document_type=kind)


def _type_in(title: str) -> str | None:
    named = [key for key, name in DOCUMENT_TYPES.items() if title.lower().startswith(name.lower() + " ")]
    return max(named, key=len, default=None)


@dataclass
class TextReport:
    """Counts over all documents; `gaps` are all of them with the document each is in, explained or not."""

    documents: int = 0
    articles: int = 0
    provisions: int = 0
    characters_lost: int = 0
    citations_found: int = 0
    citations_resolved: int = 0
    gaps: list[tuple[str, Gap]] = field(default_factory=list)
    losses: list[tuple[str, int]] = field(default_factory=list)

    @property
    def unexplained_gaps(self) -> int:
        return sum(not gap.reason for _, gap in self.gaps)

    def figures(self) -> dict[str, int]:
        return {
            "documents": self.documents,
            "articles": self.articles,
            "provisions": self.provisions,
            "characters_lost": self.characters_lost,
            "unexplained_gaps": self.unexplained_gaps,
            "citations_found": self.citations_found,
            "citations_resolved": self.citations_resolved,
        }


def report_on(documents: Iterable[SourceDocument]) -> TextReport:
    """Read every document, print it back, and look its citations up among all of them."""
    report = TextReport()
    known: list[tuple[str, str, set[str]]] = []
    found: list[FoundCitation] = []
    for document in documents:
        provisions = parse_articles(document.articles)
        report.documents += 1
        report.articles += len(document.articles)
        report.provisions += len(provisions)
        lost = characters_lost(_source_of(document.articles), render_structure(provisions))
        if lost:
            report.characters_lost += lost
            report.losses.append((document.name, lost))
        report.gaps += [(document.name, gap) for gap in find_gaps(provisions)]
        known.append((document.key, document.title, {provision.label for provision in provisions}))
        found += _citations(document, provisions)
    resolver = KnownDocuments(known)
    report.citations_found = len(found)
    report.citations_resolved = sum(resolver.resolve(citation) is not None for citation in found)
    return report


def _source_of(articles: Iterable[ArticleText]) -> str:
    return "\n".join(f"Điều {article.number}. {article.heading}\n{article.text}" for article in articles)


def _citations(document: SourceDocument, provisions: list[ParsedProvision]) -> Iterator[FoundCitation]:
    for _, citation in citations_in(provisions, document=document.place, title=document.title):
        yield citation


def characters_lost(source: str, printed: str) -> int:
    """Characters of a text that do not come back when it is printed, or come back otherwise; spaces count as one.

    Characters in another order count as lost as a whole: then nothing can be said of the text.
    """
    before, after = normalise_text(source).split(), normalise_text(printed).split()
    if before == after:
        return 0
    old, new = Counter("".join(before)), Counter("".join(after))
    return ((old - new).total() + (new - old).total()) or old.total()
