"""A place in a published version that one cites or reports: a part, a provision, or the whole record."""

from dataclasses import dataclass

from django.urls import reverse

from regulations.document_plan import title_of
from regulations.document_record import name_of
from regulations.models import DocumentVersion, Part, PartDefinition, Provision, RegulationVersion
from regulations.place_links import report_url
from regulations.text.labels import label_parts, marker_for

SHOWN = 3_000
"""Characters of the words of a place that are shown beside a form."""


@dataclass(frozen=True)
class VersionPlace:
    """`key` is the part's key or the provision's label, "" for the whole record.

    `name` is Vietnamese, as cited, `title` in the reader's language. `words` is the text there, cut where it is long;
    `record` names the regulation or document; `url` leads to the place in this version.
    """

    version: RegulationVersion | DocumentVersion
    key: str
    name: str
    title: str
    words: str
    record: str
    url: str

    @property
    def report_url(self) -> str:
        return report_url(self.version, self.key)


def place_in(version: RegulationVersion | DocumentVersion, key: str) -> VersionPlace | None:
    """The place with this key in a published version, "" for all of it; None where there is none."""
    if "\0" in key:
        return None
    return part_place(version, key) if isinstance(version, RegulationVersion) else provision_place(version, key)


def part_place(version: RegulationVersion, key: str) -> VersionPlace | None:
    """A part of a published version; None where it has none with this key."""
    record = f"{version.title} ({version.regulation.code})"
    url = version.get_absolute_url()
    if not key:
        return VersionPlace(version, "", "", "", "", record, url)
    text = Part.objects.filter(version=version, key=key).values_list("text", flat=True).first()
    if text is None:
        return None
    definition = PartDefinition.objects.filter(kind=version.regulation.kind, key=key).first()
    name, title = (definition.label_vi, definition.label) if definition else (key, key)
    return VersionPlace(version, key, name, title, _cut(text), record, f"{url}#part-{key}")


def provision_place(version: DocumentVersion, label: str) -> VersionPlace | None:
    """A provision of a published version with what is below it; None where it has none with this label."""
    record = f"{name_of(version.document)}: {version.document.title}"
    if not label:
        return VersionPlace(version, "", "", "", "", record, version.get_absolute_url())
    rows = provisions_at(version, label)
    if not rows:
        return None
    words = "\n".join(filter(None, (_words(row) for row in rows)))
    url = reverse("regulations:provision", args=[version.document.slug, label]) + f"?version={version.number}"
    return VersionPlace(version, label, label_parts(label), label_parts(label), _cut(words), record, url)


def provisions_at(version: DocumentVersion, label: str) -> list[Provision]:
    """The provision with this label and all below it, in the order of the text; of a long chapter the beginning."""
    first = Provision.objects.filter(version=version, label=label).first()
    if first is None:
        return []
    found, length = [first], len(first.text)
    following = Provision.objects.filter(version=version, position__gt=first.position).order_by("position")
    for row in following.iterator(chunk_size=200):
        if row.depth <= first.depth or length > SHOWN:
            break
        found.append(row)
        length += len(row.text) + len(row.heading)
    return found


def labels_below(version: DocumentVersion, label: str, most: int) -> list[str]:
    """The labels of what is inside a provision, in the order of the text."""
    here = Provision.objects.filter(version=version, label=label).values_list("position", "depth").first()
    if here is None:
        return []
    position, depth = here
    after = Provision.objects.filter(version=version, position__gt=position)
    end = after.filter(depth__lte=depth).order_by("position").values_list("position", flat=True).first()
    inside = after if end is None else after.filter(position__lt=end)
    return list(inside.exclude(label="").order_by("position").values_list("label", flat=True)[:most])


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()} …"


def _words(row: Provision) -> str:
    if row.heading or row.kind == "article":
        return "\n".join(filter(None, [title_of(row), row.text]))
    return f"{row.marker or marker_for(row.kind, row.number)}{row.text}".strip()
