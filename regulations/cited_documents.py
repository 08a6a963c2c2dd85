"""Which document of the register a citation means: by its number, or a law by its name and the day it is named on."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from regulations.models import LegalDocument
from regulations.models.choices import DocumentType
from regulations.text.citations import FoundCitation, law_key

NAMED_TYPES = (DocumentType.CONSTITUTION, DocumentType.CODE, DocumentType.LAW, DocumentType.ORDINANCE)
KEY_LENGTH = 60  # of Citation.target_key
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    pk: int
    consolidated: bool
    issued_on: datetime.date | None


def target_key_of(found: FoundCitation) -> str:
    """What is cited as one word: the number's key, or a law's name with the year where it was said; "" for neither."""
    return found.document_key or named_key(_law_key(found.named_title), found.year)


_law_key = lru_cache(maxsize=4096)(law_key)


def keys_of(number_key: str, title: str, doc_type: str, issued_on: datetime.date | None) -> set[str]:
    """Every key under which a document may be cited."""
    keys = {number_key} if number_key else set()
    name = _name_of(title, doc_type)
    if name:
        keys |= {named_key(name, None), *(named_key(name, year) for year in _years(number_key, issued_on))}
    return keys


class Targets:
    """Documents by the keys that cite them. Two queries, whatever the keys."""

    def __init__(self, keys: Iterable[str]) -> None:
        wanted = sorted(key for key in keys if key)
        self._by_key: dict[str, list[Candidate]] = defaultdict(list)
        numbers = [key for key in wanted if not _is_name(key)]
        for start in range(0, len(numbers), CHUNK):
            rows = LegalDocument.objects.filter(number_key__in=numbers[start : start + CHUNK]).order_by("pk")
            for key, *candidate in rows.values_list("number_key", "pk", "consolidated", "issued_on"):
                self._by_key[key].append(Candidate(*candidate))
        if len(numbers) < len(wanted):
            self._add_named(set(wanted))

    def _add_named(self, wanted: set[str]) -> None:
        rows = LegalDocument.objects.filter(doc_type__in=NAMED_TYPES, consolidated=False).order_by("pk")
        for title, doc_type, number, pk, issued_on in rows.values_list(
            "title", "doc_type", "number_key", "pk", "issued_on"
        ):
            name = _name_of(title, doc_type)
            if not name:
                continue
            for key in {named_key(name, None), *(named_key(name, year) for year in _years(number, issued_on))}:
                if key in wanted:
                    self._by_key[key].append(Candidate(pk, False, issued_on))

    def sharing(self, key: str) -> list[int]:
        """The documents that the key may mean."""
        return [candidate.pk for candidate in self._by_key.get(key, ())]

    def find(self, key: str, day: datetime.date | None) -> int | None:
        """The one document meant; None where there is none or it cannot be told.

        A number means the document itself, not the consolidated text that carries it. Of laws of one name, said without
        a year, the youngest that there was on `day` is meant: so a text speaks of the law of its time.
        """
        candidates = self._by_key.get(key, [])
        if len(candidates) > 1:
            candidates = [candidate for candidate in candidates if not candidate.consolidated]
        if _is_name(key):
            candidates = _youngest(candidates, day)
        return candidates[0].pk if len(candidates) == 1 else None


def _youngest(candidates: list[Candidate], day: datetime.date | None) -> list[Candidate]:
    if day is None or any(candidate.issued_on is None for candidate in candidates):
        return candidates
    before = [candidate for candidate in candidates if candidate.issued_on <= day]
    last = max((candidate.issued_on for candidate in before), default=None)
    return [candidate for candidate in before if candidate.issued_on == last]


def _name_of(title: str, doc_type: str) -> str:
    """The key of a law's name, whether its title begins with "Luật" or not."""
    if doc_type not in NAMED_TYPES:
        return ""
    return law_key(title) or law_key(f"{DocumentType(doc_type).label} {title}")


def _years(number_key: str, issued_on: datetime.date | None) -> set[int]:
    """The years by which a law is called: of its number and of its issue."""
    parts = number_key.split("-")
    said = {int(part) for part in parts[1:2] if len(part) == 4 and part.isdigit()}
    return said | ({issued_on.year} if issued_on else set())


def named_key(name: str, year: int | None) -> str:
    """Long names are cut alike wherever a key is made."""
    cut = name[: KEY_LENGTH - 5]
    return f"{cut}-{year}" if name and year else cut


def _is_name(key: str) -> bool:
    """Keys of numbers begin with a digit or with the code of a standard."""
    return key.startswith(("luat-", "bo-luat-", "phap-lenh-", "hien-phap"))
