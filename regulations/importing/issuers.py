"""The agencies that the files name as issuers: those of the register, or new ones."""

from collections.abc import Iterable

from regulations.models import Agency, Level
from regulations.text.normalise import fold, strip_marks

_LEVELS = {
    "bộ": Level.MINISTRY, "ủy ban nhân dân": Level.PROVINCE, "uỷ ban nhân dân": Level.PROVINCE,
    "hội đồng nhân dân": Level.PROVINCE,
}  # fmt: skip


def agencies_named(names: Iterable[str]) -> tuple[dict[str, Agency], int]:
    """Name to agency, found by its Vietnamese name whatever its case and accents, and how many had to be made.

    A new one gets the initials of its name for acronym and, without accents, for code; a counter where they are taken.
    Raises ValidationError naming the field.
    """
    known = {fold(agency.name_vi): agency for agency in Agency.objects.order_by("-pk")}
    found, made = {}, 0
    for name in dict.fromkeys(names):
        agency = known.get(fold(name))
        if agency is None:
            agency = known[fold(name)] = _make(name)
            made += 1
        found[name] = agency
    return found, made


def _make(name: str) -> Agency:
    initials = "".join(word[0] for word in name.split() if word[0].isalpha() and word.lower() != "và").upper()[:20]
    acronym, code = _free("acronym", initials or "CQ"), _free("code", _ascii(initials) or "CQ")
    level = next((level for start, level in _LEVELS.items() if name.lower().startswith(start)), Level.CENTRAL)
    agency = Agency(name_vi=name, acronym=acronym, code=code, level=level)
    agency.full_clean()
    agency.save()
    return agency


def _ascii(initials: str) -> str:
    return "".join(letter for letter in strip_marks(initials) if letter.isascii())


def _free(field: str, wanted: str) -> str:
    candidate, counter = wanted, 2
    while Agency.objects.filter(**{field: candidate}).exists():
        candidate, counter = f"{wanted}-{counter}", counter + 1
    return candidate
