"""The records behind a figure as lines of a list: what each is, and what is said of it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from home.timeliness.records import DOCUMENT, NATIONAL, REGULATION, Entry, Measured
from home.timeliness.tables import days
from regulations.document_relations import name_of
from regulations.models import (
    DocumentType,
    DocumentVersion,
    LegalDocument,
    NationalProcedure,
    Part,
    PartDefinition,
    RegulationVersion,
)
from regulations.notices import shown
from regulations.trust import Read, Trust, trust_of_documents, trust_of_regulations


@dataclass(slots=True)
class Line:
    """A record: `title` is "" for one of which only the number is public, `url` "" where there is nothing to read.
    `said` is why it counts as it does; `trust` is what components/trust.html takes."""

    name: str
    title: str = ""
    url: str = ""
    said: str = ""
    good: bool = True
    trust: Trust | None = None


def lines_of(measure: str, rows: Sequence[Measured], on: datetime.date) -> list[Line]:
    """One page's rows. A fixed number of queries."""
    if measure == "public":
        return _known(rows)
    lines = _current(rows)
    if measure == "complete":
        missing = _missing_parts([row for row in rows if row.of == REGULATION and not row.good])
        for row, line in zip(rows, lines, strict=True):
            if not row.good:
                line.said = _("Chưa có toàn văn.") if row.of == DOCUMENT else missing[row.version]
    else:
        trust = _trust(rows, on)
        for row, line in zip(rows, lines, strict=True):
            line.trust = trust[row.of, row.version]
    return lines


def _current(rows: Sequence[Measured]) -> list[Line]:
    versions = {REGULATION: RegulationVersion, DOCUMENT: DocumentVersion}
    keys = {of: [row.version for row in rows if row.of == of] for of in versions}
    titles = dict(RegulationVersion.objects.filter(pk__in=keys[REGULATION]).values_list("pk", "title"))
    documents = _documents([row.key for row in rows if row.of == DOCUMENT])
    lines = []
    for row in rows:
        if row.of == REGULATION:
            url = reverse("regulations:regulation", args=[row.name])
            lines.append(Line(row.name, titles[row.version], url, good=row.good))
        else:
            document = documents[row.key]
            lines.append(Line(name_of(document), document.title, document.get_absolute_url(), good=row.good))
    return lines


def _documents(keys: Sequence[int]) -> dict[int, LegalDocument]:
    return LegalDocument.objects.prefetch_related("slugs").in_bulk(keys)


def _missing_parts(rows: Sequence[Measured]) -> dict[int | None, str]:
    """By version the names of the required parts that it lacks."""
    if not rows:
        return {}
    versions = RegulationVersion.objects.filter(pk__in=[row.version for row in rows])
    kinds = {pk: (kind, day) for pk, kind, day in versions.values_list("pk", "regulation__kind", "effective_from")}
    written = set(Part.objects.filter(version__in=list(kinds)).exclude(text="").values_list("version_id", "key"))
    definitions = list(PartDefinition.objects.filter(required=True).order_by("position", "pk"))
    return {
        version: _("Thiếu: %(parts)s.") % {"parts": "; ".join(
            one.label for one in definitions
            if one.kind == kind and (version, one.key) not in written
            and (one.valid_from is None or one.valid_from <= day) and (one.valid_to is None or one.valid_to > day)
        )}
        for version, (kind, day) in kinds.items()
    }  # fmt: skip


def _trust(rows: Sequence[Measured], on: datetime.date) -> dict[tuple[str, int | None], Trust]:
    found: dict[tuple[str, int | None], Trust] = {}
    for of, model, identity, many in (
        (REGULATION, RegulationVersion, "regulation__agency", trust_of_regulations),
        (DOCUMENT, DocumentVersion, "document__maintained_by", trust_of_documents),
    ):
        versions = model.objects.filter(pk__in=[row.version for row in rows if row.of == of])
        reads = [Read.of(version) for version in versions.select_related(identity)]
        found |= {(of, pk): trust for pk, trust in many(reads, on).items()}
    return found


def _known(rows: Sequence[Measured]) -> list[Line]:
    """Of what cannot be read here only the number stands in public: its title may be a draft."""
    regulations = [row.key for row in rows if row.of == REGULATION]
    titles = dict(
        RegulationVersion.objects.current().filter(regulation__in=regulations)
        .order_by("effective_from", "pk").values_list("regulation_id", "title")
    )  # fmt: skip
    procedures = NationalProcedure.objects.in_bulk([row.key for row in rows if row.of == NATIONAL])
    documents = _documents([row.key for row in rows if row.of == DOCUMENT])
    lines = []
    for row in rows:
        if row.of == REGULATION:
            lines.append(Line(row.name, titles[row.key], reverse("regulations:regulation", args=[row.name])))
        elif row.of == NATIONAL:
            said = _("Có ở cơ sở dữ liệu quốc gia về thủ tục hành chính, chưa công khai ở đây.")
            lines.append(Line(row.name, procedures[row.key].title, said=said, good=False))
        elif row.good:
            document = documents[row.key]
            lines.append(Line(name_of(document), document.title, document.get_absolute_url()))
        else:
            lines.append(Line(_hidden_name(documents[row.key]), said=_("Chưa có bản nào công khai ở đây."), good=False))
    return lines


def _hidden_name(document: LegalDocument) -> str:
    """ "Nghị định (không số), ban hành ngày 01/02/2020" """
    name = name_of(document) if document.number else _("%(kind)s không số") % {
        "kind": DocumentType(document.doc_type).label
    }  # fmt: skip
    if document.issued_on is None:
        return name
    return _("%(name)s, ban hành ngày %(day)s") % {"name": name, "day": shown(document.issued_on)}


def entry_lines(rows: Sequence[Entry], on: datetime.date) -> list[Line]:
    """Changes, each with when it was issued, takes effect and was entered."""
    targets = _documents([row.change.target_id for row in rows])
    return [
        Line(
            name=_("%(change)s bởi %(document)s") % {"change": row.change.type.label, "document": row.change.document},
            title=f"{name_of(targets[row.change.target_id])}: {targets[row.change.target_id].title}",
            url=targets[row.change.target_id].get_absolute_url(),
            said=" ".join(filter(None, [_issued(row), _effective(row), _entered(row, on)])),
            good=row.good,
        )
        for row in rows
    ]


def _issued(row: Entry) -> str:
    day = row.change.issued_on
    return _("Ban hành %(day)s.") % {"day": shown(day)} if day else _("Chưa rõ ngày ban hành.")


def _effective(row: Entry) -> str:
    day = row.change.effective_from
    return _("Hiệu lực %(day)s.") % {"day": shown(day)} if day else _("Chưa rõ ngày hiệu lực.")


def _entered(row: Entry, on: datetime.date) -> str:
    if row.entered_on is None:
        since = row.change.effective_from
        if since is None:
            return _("Chưa nhập.")
        if since > on:
            return _("Chưa nhập, còn %(n)s ngày đến ngày hiệu lực.") % {"n": (since - on).days}
        return _("Chưa nhập, đã có hiệu lực %(n)s ngày.") % {"n": (on - since).days}
    said = _("Nhập %(day)s") % {"day": shown(row.entered_on)}
    spans = []
    if row.from_issue is not None:
        spans.append(_("từ ban hành: %(days)s") % {"days": days(row.from_issue)})
    if row.from_effect is not None:
        spans.append(_("từ hiệu lực: %(days)s") % {"days": days(row.from_effect)})
    return f"{said} ({'; '.join(spans)})." if spans else f"{said}."
