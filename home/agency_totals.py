"""Records counted along the tree of agencies, the way lookup finds them: an agency has what it took over from others,
and above a sub-unit stand all it belongs to."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from regulations.models import Agency
from search.references import with_heirs


@dataclass(slots=True)
class Total:
    """`count` records, each once; `acronyms` are the agencies under which lookup finds exactly these."""

    count: int = 0
    acronyms: set[str] = field(default_factory=set)


class AgencyTotals:
    """Of records counted by the keys of their own agency and of those that kept them before. Two queries."""

    def __init__(self, counted: Mapping[tuple[int, ...], int]) -> None:
        self.agencies = {agency.pk: agency for agency in Agency.objects.order_by()}
        self.alone: dict[int, Total] = defaultdict(Total)
        """Agency -> what names it or an agency it took over."""
        self.with_units: dict[int, Total] = defaultdict(Total)
        """Agency -> the same of it and of all units below it."""
        heirs = with_heirs({own for own, *_before in counted})
        for (own, *before), number in counted.items():
            above: dict[int, set[str]] = defaultdict(set)
            for found in dict.fromkeys((*heirs[own], *before)):
                acronym = self.agencies[found].acronym
                _add(self.alone[found], number, {acronym})
                for agency in self._upwards(found):
                    above[agency].add(acronym)
            for agency, acronyms in above.items():
                _add(self.with_units[agency], number, acronyms)

    def below(self, parent: int | None) -> list[Agency]:
        """The agencies directly below `parent`, or those at the top, that have any records: the most first."""
        found = [agency for pk, agency in self.agencies.items() if agency.parent_id == parent and pk in self.with_units]
        return sorted(found, key=lambda agency: (-self.with_units[agency.pk].count, agency.name))

    def has_units(self, agency: int) -> bool:
        """Whether a unit below the agency has any records."""
        return bool(self.with_units[agency].acronyms - {self.agencies[agency].acronym})

    def _upwards(self, agency: int) -> list[int]:
        """The agency and all above it, each once; a circle ends."""
        found = [agency]
        while (parent := self.agencies[found[-1]].parent_id) is not None and parent not in found:
            found.append(parent)
        return found


def _add(total: Total, count: int, acronyms: set[str]) -> None:
    total.count += count
    total.acronyms |= acronyms
