"""The reference lists as index rows need them, read once for a run: which values a record is found under."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from regulations.models import Agency, AgencySuccession, Field, Industry


@dataclass(frozen=True, slots=True)
class References:
    """Primary keys to facet values and to words. Of an agency: its acronym and those of all who took its work over, so
    that the old name and the new one find a record. Of an industry: "edition:code" and those of all its ancestors.

    What was added after the reading is not known and stands for nothing: the record that has it has a job waiting."""

    agencies: dict[int, tuple[str, ...]]
    agency_names: dict[int, str]
    fields: dict[int, str]
    field_names: dict[int, str]
    industries: dict[int, tuple[str, ...]]

    @classmethod
    def load(cls) -> "References":
        """Four queries."""
        agencies = {pk: names for pk, *names in Agency.objects.order_by().values_list("pk", "acronym", "name_vi")}
        fields = {pk: names for pk, *names in Field.objects.order_by().values_list("pk", "slug", "name_vi")}
        heirs = with_heirs(agencies)
        return cls(
            agencies={pk: tuple(agencies[one][0] for one in heirs[pk]) for pk in agencies},
            agency_names={pk: "\n".join(agencies[one][1] for one in heirs[pk]) for pk in agencies},
            fields={pk: slug for pk, (slug, _name) in fields.items()},
            field_names={pk: name for pk, (_slug, name) in fields.items()},
            industries=_with_ancestors(),
        )

    def agencies_of(self, agency: int, before: Iterable[int] = ()) -> tuple[str, ...]:
        """Under which acronyms a record is found; `before` kept it earlier and handed it on."""
        past = (self.agencies[one][0] for one in before if one in self.agencies)
        return tuple(dict.fromkeys((*self.agencies.get(agency, ()), *past)))

    def fields_of(self, fields: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(self.fields[field] for field in fields if field in self.fields))

    def industries_of(self, industries: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted({code for industry in industries for code in self.industries.get(industry, ())}))

    def words_of(self, agency: int, fields: Iterable[int], before: Iterable[int] = ()) -> list[str]:
        """The names that stand behind an agency, those that kept the record `before` it, and fields, to be found by."""
        named = sorted(self.field_names[field] for field in fields if field in self.field_names)
        now = self.agency_names.get(agency, "")
        past = (self.agency_names.get(one, "").partition("\n")[0] for one in before)
        return [now, *(name for name in past if name and name not in now.split("\n")), *named]


def with_heirs(agencies: Iterable[int]) -> dict[int, list[int]]:
    """Agency -> itself and all who took its work over, over any number of steps: under these its records are found."""
    successors: dict[int, list[int]] = defaultdict(list)
    for old, new in AgencySuccession.objects.order_by("pk").values_list("old", "new"):
        successors[old].append(new)
    return {pk: reached(pk, successors) for pk in agencies}


def _with_ancestors() -> dict[int, tuple[str, ...]]:
    codes, parents = {}, {}
    for pk, edition, code, parent in Industry.objects.order_by().values_list("pk", "edition__key", "code", "parent"):
        codes[pk] = f"{edition}:{code}"
        parents[pk] = [parent] if parent else []
    return {pk: tuple(codes[one] for one in reached(pk, parents)) for pk in codes}


def reached(start: int, onward: dict[int, list[int]]) -> list[int]:
    """Start and whatever can be reached from it, each once; a circle ends."""
    found = [start]
    for pk in found:
        found += [following for following in onward.get(pk, ()) if following not in found]
    return found
