"""What the files come to: documents with their provisions, and for every row what becomes of it."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from regulations.citations import Found, found_in_document
from regulations.models import LegalDocument
from regulations.text.numbers import number_key
from regulations.text.structure import ArticleText, ParsedProvision, parse_articles

from .reading import read_lines, read_list
from .rows import ArticleRow, MetadataRow, RowRefused, line_of, parse_article, parse_metadata, row_id, shown

TAKEN, MERGED, REFUSED = "taken", "merged", "refused"
ARTICLES, METADATA = "articles", "metadata"


@dataclass
class Outcome:
    """What became of one row. `reason` is one of few, `detail` this row's own; a merge names the other record."""

    file: str
    row: int
    id: str
    outcome: str = TAKEN
    reason: str = ""
    detail: str = ""
    merged_with: str = ""
    document: str = ""
    label: str = ""
    notes: tuple[str, ...] = ()

    def refuse(self, reason: str, detail: str = "") -> None:
        self.outcome, self.reason, self.detail, self.label, self.merged_with = REFUSED, reason, detail, "", ""

    def merge(self, reason: str, other: str) -> None:
        self.outcome, self.reason, self.merged_with = MERGED, reason, other

    def as_dict(self) -> dict[str, Any]:
        """For the report: what is empty is left out."""
        return {key: value for key, value in asdict(self).items() if value not in ("", ())}


@dataclass
class PlannedArticle:
    said: ArticleRow
    label: str
    outcome: Outcome
    repeats: list[Outcome] = field(default_factory=list)
    """Rows that say the same once more."""

    @property
    def outcomes(self) -> list[Outcome]:
        return [self.outcome, *self.repeats]


@dataclass
class PlannedDocument:
    said: MetadataRow
    outcome: Outcome
    articles: list[PlannedArticle] = field(default_factory=list)
    by_label: dict[str, list[PlannedArticle]] = field(default_factory=dict)
    """The articles under the label that each has by its number alone."""
    rows: int = 0
    """Article rows that name this document, refused ones too."""

    @cached_property
    def provisions(self) -> list[ParsedProvision]:
        """The articles, each with its clauses, points and what else the file counts to it."""
        return parse_articles(
            [
                ArticleText(article.said.number, article.said.heading, article.said.text, article.label)
                for article in self.articles
            ]
        )

    @cached_property
    def citations(self) -> list[Found]:
        """What the articles cite."""
        said = self.said
        document = LegalDocument(number_key=number_key(said.number) or "", doc_type=said.doc_type, title=said.title)
        return found_in_document(document, self.provisions)


@dataclass
class Plan:
    documents: list[PlannedDocument] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    """One a row, the metadata's first, in the order of the files."""


def plan_import(
    *, articles: Path, metadata: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> Plan:
    """Read and check both files; the database is not asked. Raises BrokenFileError for a file that is broken."""
    plan = Plan()
    documents: dict[str, PlannedDocument | str] = {}
    for row, value in enumerate(read_list(metadata), start=1):
        _plan_document(plan, documents, row, value)
    for row, value in read_lines(articles, progress=progress):
        _plan_article(plan, documents, row, value)
    for document in plan.documents:
        if not document.articles:
            document.outcome.refuse("none of its articles can be taken" if document.rows else "no articles")
    plan.documents = [document for document in plan.documents if document.articles]
    return plan


def _plan_document(plan: Plan, documents: dict[str, PlannedDocument | str], row: int, value: Any) -> None:
    named = value.get("doc_id") if isinstance(value, dict) else None
    outcome = Outcome(METADATA, row, shown(named) if named else "")
    plan.outcomes.append(outcome)
    try:
        said = parse_metadata(row, value)
    except RowRefused as refused:
        outcome.refuse(refused.reason, refused.detail)
        if isinstance(named, str):
            documents.setdefault(shown(named), f"its document was refused: metadata row {row}")
        return
    outcome.notes = said.notes
    first = documents.get(said.doc_id)
    if not isinstance(first, PlannedDocument):
        documents[said.doc_id] = document = PlannedDocument(said, outcome)
        plan.documents.append(document)
    elif differs := _differences(said, first.said):
        outcome.refuse("another row of this doc_id says otherwise", f"row {first.said.row}: {', '.join(differs)}")
    else:
        outcome.merge("the same doc_id twice", f"row {first.said.row} ({first.said.doc_id})")


def _differences(one: MetadataRow, other: MetadataRow) -> list[str]:
    """Names of what two rows say differently; the address in the gazette may differ."""
    ignored = {"row", "url", "notes"}
    return [key for key, value in asdict(one).items() if key not in ignored and value != getattr(other, key)]


def _plan_article(plan: Plan, documents: dict[str, PlannedDocument | str], row: int, value: Any) -> None:
    outcome = Outcome(ARTICLES, row, row_id(value))
    plan.outcomes.append(outcome)
    _count_row(documents, value)
    try:
        said = parse_article(row, value)
    except RowRefused as refused:
        outcome.refuse(refused.reason, refused.detail)
        return
    document = documents.get(said.doc_id)
    if not isinstance(document, PlannedDocument):
        outcome.refuse(document or "no metadata for its doc_id", shown(said.doc_id))
        return
    equals = document.by_label.setdefault(said.label, [])
    twin = find_twin(said, (article.said for article in equals))
    if twin:
        outcome.merge("the same article with the same text twice", f"row {twin.row} ({twin.id})")
        article = next(article for article in equals if article.said is twin)
        outcome.label = article.label
        article.repeats.append(outcome)
        return
    outcome.label = said.label if not equals else f"{said.label}-lan-{len(equals) + 1}"
    article = PlannedArticle(said, outcome.label, outcome)
    equals.append(article)
    document.articles.append(article)


def _count_row(documents: dict[str, PlannedDocument | str], value: Any) -> None:
    doc_id = value.get("doc_id") if isinstance(value, dict) else None
    document = documents.get(line_of(doc_id)) if isinstance(doc_id, str) else None
    if isinstance(document, PlannedDocument):
        document.rows += 1


def find_twin(said: ArticleRow, others: Iterable[ArticleRow]) -> ArticleRow | None:
    return next((other for other in others if (other.heading, other.text) == (said.heading, said.text)), None)
