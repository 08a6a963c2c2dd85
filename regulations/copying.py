"""Content of one version carried over to another: whole, or unit by unit.

A unit is what is compared and merged as one: a field ("title"), a part ("part:steps") or all rows of a kind ("papers").
"""

from typing import Any

from regulations.models import DocumentVersion, EnteredChange, PartDefinition, PlanVersion, RegulationVersion
from regulations.text.structure import ParsedProvision, render_structure

COPIED = {
    RegulationVersion: ("title", "state", *RegulationVersion.CARD_FIELDS, "times_per_year", "subjects_per_year"),
    DocumentVersion: ("state", "source"),
    PlanVersion: ("title", "summary"),
}
"""What a new version takes over. Not the day, which must be given, nor the reason, which is new."""
ROWS = tuple(
    relation.get_accessor_name()
    for relation in RegulationVersion._meta.related_objects
    if relation.field.name == "version" and hasattr(relation.related_model, "sort_order")
)
"""Names of a regulation version's rows: parts, papers, fees and so on."""
PART = "part:"


def copy_content(version: RegulationVersion | DocumentVersion | PlanVersion, **fields):
    """An unsaved draft with the content of `version`, rows included. Items of a plan are copied once it is stored."""
    model = type(version)
    content = {name: getattr(version, name) for name in COPIED[model]}
    draft = model(**{model.IDENTITY: version.identity}, **content, **fields)
    if isinstance(version, DocumentVersion):
        draft.text = version.text or _text_of_provisions(version)
        if draft.corrects_id == version.pk:  # a version that follows it contains what it contains without saying so
            draft.entered.set([EnteredChange(version=draft, relation=row.relation) for row in version.entered.all()])
    for name in ROWS if isinstance(version, RegulationVersion) else ():
        take_rows(draft, version, name)
    return draft


def take_rows(draft: RegulationVersion, version: RegulationVersion, name: str) -> None:
    """Give `draft`, in memory, the rows called `name` of `version` in place of its own."""
    rows = list(getattr(version, name).all())
    for row in rows:
        row.pk = None
        row.version = draft
    setattr(draft, name, rows)


def units_of(version: RegulationVersion) -> dict[str, Any]:
    """The content of a version as values that are equal where the content is; units that are empty are left out."""
    units = {name: getattr(version, name) for name in COPIED[RegulationVersion]}
    units |= {f"{PART}{part.key}": part.text.strip() for part in version.parts.all()}
    units |= {name: _values(getattr(version, name).all()) for name in ROWS if name != "parts"}
    return {name: value for name, value in units.items() if value not in ("", None, [])}


def take_unit(draft: RegulationVersion, version: RegulationVersion, unit: str) -> None:
    """Give `draft`, in memory, one unit of `version`; a part that `version` does not have goes."""
    if unit in ROWS:
        take_rows(draft, version, unit)
    elif unit.startswith(PART):
        key = unit.removeprefix(PART)
        kept = [part for part in draft.parts.all() if part.key != key]
        taken = [part for part in version.parts.all() if part.key == key]
        for part in taken:
            part.pk, part.version = None, draft
        draft.parts.set([*kept, *taken])
    else:
        setattr(draft, unit, getattr(version, unit))


def unit_labels(version: RegulationVersion, units) -> list[str]:
    """What a reader calls these units, in the order of reading."""
    parts = {one.key: (one.position, one.label) for one in PartDefinition.objects.filter(kind=version.regulation.kind)}
    found = []
    for unit in units:
        if unit.startswith(PART):
            key = unit.removeprefix(PART)
            found.append((1, *parts.get(key, (999, key))))
        elif unit in ROWS:
            label = RegulationVersion._meta.get_field(unit).related_model._meta.verbose_name_plural
            found.append((2, ROWS.index(unit), str(label)))
        else:
            names = COPIED[RegulationVersion]
            found.append((0, names.index(unit), str(RegulationVersion._meta.get_field(unit).verbose_name)))
    return [label for _group, _place, label in sorted(found)]


def _values(rows) -> list[tuple]:
    return [
        tuple(
            getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.name not in ("id", "version", "sort_order")
        )
        for row in rows
    ]


def _text_of_provisions(version: DocumentVersion) -> str:
    """The text of a version that came through the bulk path as provisions only."""
    rows = list(version.provisions.all())
    place = {row.pk: position for position, row in enumerate(rows)}
    return render_structure(
        [
            ParsedProvision(
                kind=row.kind, number=row.number, heading=row.heading, text=row.text, label=row.label, depth=row.depth,
                parent=place.get(row.parent_id), position=position,
            )
            for position, row in enumerate(rows)
        ]
    )  # fmt: skip
