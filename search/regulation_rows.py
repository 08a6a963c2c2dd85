"""Regulations as index rows: one an interval of a current version, read set-wise."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from regulations.keeping import former_keepers
from regulations.models import Fee, LegalBasis, Paper, Part, Regulation, RegulationVersion
from search import analysis
from search.intervals import Dates, intervals_of
from search.references import References
from search.schema import REGULATIONS, IndexRow
from search.understanding.typed_numbers import code_key

_CARD = RegulationVersion.CARD_FIELDS


def row_id(version_id: int, *, upcoming: bool = False) -> str:
    """The id of a version's row; its time before the first day has a row of its own."""
    return f"{'ru' if upcoming else 'r'}:{version_id}"


def regulation_rows(keys: Sequence[int], references: References) -> Iterator[IndexRow]:
    """The rows of these regulations, in no order. One that is not public has none."""
    versions = defaultdict(list)
    published = RegulationVersion.objects.published().filter(regulation__in=keys)
    for row in published.order_by().values(
        "pk", "regulation_id", "number", "effective_from", "state", "is_corrected", "recorded_at", "title", *_CARD
    ):
        versions[row["regulation_id"]].append(row)
    current = [row["pk"] for rows in versions.values() for row in rows if not row["is_corrected"]]
    texts = _texts(current)
    numbers = _values(LegalBasis.objects.filter(version__in=current).values_list("version", "document__number_key"))
    fields = _values(Regulation.fields.through.objects.filter(regulation__in=keys).values_list("regulation", "field"))
    industries = _values(
        Regulation.industries.through.objects.filter(regulation__in=keys).values_list("regulation", "industry")
    )
    before = former_keepers(Regulation, keys)
    regulations = Regulation.objects.filter(pk__in=list(versions)).order_by()
    for pk, code, kind, agency, subjects in regulations.values_list("pk", "code", "kind", "agency", "subjects"):
        shared = {
            "tab": REGULATIONS,
            "owner": f"regulation:{pk}",
            "kind": kind,
            "agencies": references.agencies_of(agency, before[pk]),
            "fields": references.fields_of(fields[pk]),
            "industries": references.industries_of(industries[pk]),
        }
        words = [subjects, *references.words_of(agency, fields[pk], before[pk])]
        yield from _rows(versions[pk], shared, words, code, texts, numbers)


def _rows(published: list[dict], shared: dict, words: list[str], code: str, texts, numbers) -> Iterator[IndexRow]:
    current = {row["pk"]: row for row in published if not row["is_corrected"]}
    dates = [Dates(row["pk"], row["effective_from"], row["state"], row["number"]) for row in current.values()]
    for interval in intervals_of(dates, recorded_at=min(row["recorded_at"] for row in published)):
        version = current[interval.pk]
        yield IndexRow(
            id=row_id(interval.pk, upcoming=interval.upcoming),
            title=version["title"],
            body="\n".join([*(version[name] for name in _CARD if version[name]), *texts[interval.pk], *words]),
            status=interval.status,
            number_keys=_sorted((code_key(code), *numbers[interval.pk])),
            from_day=interval.from_day,
            to_day=interval.to_day,
            sort_date=version["effective_from"].toordinal() if version["effective_from"] else 0,
            sort_title=analysis.sort_key(version["title"]),
            names=(version["title"], f"{code} {version['title']}"),
            **shared,
        )


def _texts(versions: list[int]) -> dict[int, list[str]]:
    """Version -> its parts, papers and fees in words."""
    texts: dict[int, list[str]] = defaultdict(list)
    for model, column in ((Part, "text"), (Paper, "name"), (Fee, "name")):
        ordered = model.objects.filter(version__in=versions).order_by("version", "sort_order", "pk")
        for version, text in ordered.values_list("version", column):
            texts[version].append(text)
    return texts


def _values(pairs: Iterable[tuple]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for key, value in pairs:
        if value:
            found[key].append(value)
    return found


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
