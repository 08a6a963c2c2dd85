"""What completes a half-typed text without being a record: kinds, fields, agencies, and what staff say people mean.

A new source is a function that gives `Phrase`s, in `_SOURCES`. The phrases are the same for everyone, so each process
keeps them for `settings.PHRASES_SECONDS`.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation

from regulations.models import Agency, Field, Kind, LegalDocument, Regulation
from search import analysis
from search.models import Synonym
from search.names import typed_syllables


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` is what is searched for when it is chosen; `gloss` another word that leads to it, shown beside it."""

    text: str
    gloss: str = ""
    is_foreign: bool = False
    """The gloss is in another language than the page: it is shown to who types it."""


def phrases_for(typed: str, limit: int) -> tuple[Phrase, ...]:
    """The phrases that a half-typed text may become: those first that have it with the same accents, then those that
    begin so, then short before long."""
    finished, begun = typed_syllables(typed)
    if not (finished or begun):
        return ()
    whole, endings = [f" {token} " for token in finished], [f" {spelling}" for spelling in begun]
    beginnings = tuple(" " + " ".join((*finished, spelling)) for spelling in begun or ("",))
    written = " ".join(analysis.nfc(typed).lower().split())
    found: list[tuple[bool, bool, int, str, Phrase]] = []
    for spelled, phrase in _known(timezone.localdate()):
        if any(token not in spelled for token in whole) or (endings and not any(end in spelled for end in endings)):
            continue
        text = phrase.text.lower()
        if text != written:
            other_accents = written not in text and written not in phrase.gloss.lower()
            found.append((other_accents, not spelled.startswith(beginnings), len(text), text, phrase))
    best: dict[str, Phrase] = {}
    for *_rank, text, phrase in sorted(found, key=lambda one: one[:4]):
        best.setdefault(text, phrase)
    return tuple(best.values())[:limit]


_kept: dict[str | None, tuple[float, date, list[tuple[str, Phrase]]]] = {}
"""Language -> when the phrases were read, as of which day, and these."""


def _known(today: date) -> list[tuple[str, Phrase]]:
    """Every phrase with the syllables it is found by, once for its text and once for its gloss.

    Not in the framework's cache: to copy them out of it takes longer than to look through them.
    """
    language, now = translation.get_language(), time.monotonic()
    kept = _kept.get(language)
    if kept is None or now - kept[0] >= settings.PHRASES_SECONDS or kept[1] != today:
        kept = _kept[language] = (now, today, list(_read(today)))
    return kept[2]


def _read(today) -> Iterator[tuple[str, Phrase]]:
    for source in _SOURCES:
        for phrase in source(today):
            yield _spelled(phrase.text), Phrase(phrase.text) if phrase.is_foreign else phrase
            if phrase.gloss:
                yield _spelled(phrase.gloss), phrase


def _spelled(name: str) -> str:
    return f" {' '.join(analysis.syllables(name))} "


def _meant(today) -> Iterator[Phrase]:
    synonyms = Synonym.objects.valid_on(today).filter(active=True)
    for typed, meant, language in synonyms.values_list("typed", "meant", "language"):
        foreign = language == Synonym.Language.ENGLISH and translation.get_language() != "en"
        yield Phrase(meant, typed, foreign)


def _kinds(_today) -> Iterator[Phrase]:
    for kind in Kind:
        with translation.override("vi"):
            vietnamese = str(kind.label)
        yield _in_two_languages(vietnamese, str(kind.label))


def _fields(_today) -> Iterator[Phrase]:
    used = Field.objects.filter(Exists(Regulation.objects.public().filter(fields=OuterRef("pk"))))
    yield from (_in_two_languages(vi, en) for vi, en in used.order_by("pk").values_list("name_vi", "name_en"))


def _agencies(_today) -> Iterator[Phrase]:
    keeps = Exists(Regulation.objects.public().filter(agency=OuterRef("pk")))
    issues = Exists(LegalDocument.objects.public().filter(issuers=OuterRef("pk")))
    used = Agency.objects.filter(Q(keeps) | Q(issues)).order_by("pk")
    yield from (_in_two_languages(vi, en) for vi, en in used.values_list("name_vi", "name_en"))


def _in_two_languages(vietnamese: str, english: str) -> Phrase:
    """Texts are Vietnamese and found with Vietnamese words; who reads English is told what they mean."""
    return Phrase(vietnamese, english if translation.get_language() == "en" and english != vietnamese else "")


_SOURCES = (_meant, _kinds, _fields, _agencies)
