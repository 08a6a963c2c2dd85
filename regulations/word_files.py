"""Word files of what is public, generated from the record: texts, regulations, and redlines with tracked changes."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from regulations.bases import Basis, resolve_bases
from regulations.classifying import facts_of
from regulations.contents import Content, stored_contents
from regulations.document_record import Reading, name_of, status_of
from regulations.models import DocumentVersion, Provision, RegulationVersion
from regulations.notices import shown
from regulations.presenting import interval_text
from regulations.text.docx.layout import provision_texts
from regulations.text.docx.redline import Pair, pair_texts, write_redline
from regulations.text.docx.writing import BODY, HEADINGS, NOTE, SUBTITLE, TITLE, Block, Table, Text, write_docx
from regulations.timeline import Timeline

_HEADING = HEADINGS[2]


def document_file(reading: Reading, *, address: str) -> bytes:
    """The text of a document as it is read; `address` is the whole address of the page it stands on."""
    document, version = reading.document, reading.version
    facts = [
        f"{interval_text(version, reading.timeline)}. {status_of(version, reading)['label']}.",
        _("Nguồn của bản này: %(source)s.") % {"source": version.get_source_display()},
        *_provenance(address, reading.on),
    ]
    blocks = [
        Text(name_of(document), TITLE),
        Text(document.title, SUBTITLE),
        *(Text(fact, NOTE) for fact in facts),
        *document_texts(version),
    ]
    return write_docx(blocks, title=name_of(document), running_head=_running_head(address))


def document_texts(version: DocumentVersion) -> list[Text]:
    """The paragraphs of a published text."""
    return provision_texts(Provision.objects.filter(version=version).order_by("position"))


def document_redline_file(old: DocumentVersion, new: DocumentVersion, *, address: str) -> bytes:
    """Two versions of a document's text, and nothing else in the body: accepted it is the new one, rejected the old."""
    pairs = pair_texts(document_texts(old), document_texts(new))
    title = _("%(name)s: so sánh bản %(old)d và bản %(new)d") % {
        "name": name_of(new.document), "old": old.number, "new": new.number,
    }  # fmt: skip
    return write_redline(pairs, title=title, on=_dated(new), running_head=f"{title}. {address}")


def regulation_file(version: RegulationVersion, timeline: Timeline[RegulationVersion], *, address: str) -> bytes:
    """One version of a regulation with its facts, papers, fees, times, parts and legal bases."""
    regulation = version.regulation
    on = timezone.localdate() if version is timeline.on(timezone.localdate()) else _dated(version)
    content = stored_contents([version], regulation.kind)[version.pk]
    blocks: list[Block] = [
        Text(f"{regulation.get_kind_display()} {regulation.code}", SUBTITLE),
        Text(version.title, TITLE),
        *(Text(line, NOTE) for line in (f"{interval_text(version, timeline)}.", *_provenance(address, on))),
        *_facts(version, on),
        *_tables(version, content),
    ]
    for section in _written_sections(version, content, resolve_bases(content.bases, on)):
        blocks += [Text(section.heading, _HEADING), *section.texts]
    return write_docx(blocks, title=version.title, running_head=_running_head(address))


def regulation_redline_file(old: RegulationVersion, new: RegulationVersion, *, address: str) -> bytes:
    """Two versions of a regulation, section by section; accepted it is the new one, rejected the old."""
    contents = stored_contents([old, new], new.regulation.kind)
    before, after = (
        {one.key: one for one in _sections(version, contents[version.pk])} for version in (old, new)
    )  # fmt: skip
    pairs = [Pair(Text(old.title, TITLE), Text(new.title, TITLE))]
    for key in _order(before, after):
        left, right = before.get(key), after.get(key)
        headings = (Text(one.heading, _HEADING) if one else None for one in (left, right))
        pairs.append(Pair(*headings))
        pairs += pair_texts(left.texts if left else [], right.texts if right else [])
    title = _("%(code)s: so sánh phiên bản %(old)d và phiên bản %(new)d") % {
        "code": new.regulation.code, "old": old.number, "new": new.number,
    }  # fmt: skip
    return write_redline(pairs, title=title, on=_dated(new), running_head=f"{title}. {address}")


@dataclass(frozen=True)
class _Section:
    key: str
    heading: str
    texts: list[Text]


def _sections(version: RegulationVersion, content: Content) -> Iterator[_Section]:
    """Everything that a version says as sections of lines; empty ones are left out."""
    rows = (
        ("state", _("Hiệu lực"), [version.get_state_display()]),
        ("papers", _("Giấy tờ phải nộp"), content.papers),
        ("time-limits", _("Thời hạn giải quyết"), content.time_limits),
        ("fees", _("Phí, lệ phí"), content.fees),
        ("frequencies", _("Tần suất"), content.frequencies),
    )
    for key, heading, lines in rows:
        if lines:
            yield _Section(key, heading, [Text(str(line)) for line in lines])
    yield from _written_sections(version, content, resolve_bases(content.bases, _dated(version)))


def _written_sections(version: RegulationVersion, content: Content, bases: list[Basis]) -> Iterator[_Section]:
    """The answer card, the parts and the legal bases."""
    answers = [
        f"{RegulationVersion._meta.get_field(name).verbose_name}: {getattr(version, name)}"
        for name in RegulationVersion.CARD_FIELDS
        if getattr(version, name)
    ]
    if answers:
        yield _Section("card", _("Thẻ tóm tắt"), _lines("\n".join(answers)))
    for part in content.parts:
        yield _Section(f"part-{part.key}", part.label, _lines(part.text))
    if bases:
        cited = [f"{one.provision} {one.document}".strip() + (f": {one.title}" if one.title else "") for one in bases]
        yield _Section("bases", _("Căn cứ pháp lý"), [Text(one) for one in cited])


def _lines(text: str) -> list[Text]:
    return [Text(line, BODY) for line in text.split("\n") if line.strip()]


def _order(before: dict[str, _Section], after: dict[str, _Section]) -> list[str]:
    """The sections of the new version; one that only the old one has stands behind what it followed there."""
    order = list(after)
    place = 0
    for key in before:
        if key in after:
            place = order.index(key) + 1
        else:
            order.insert(place, key)
            place += 1
    return order


def _facts(version: RegulationVersion, on: datetime.date) -> Iterator[Table]:
    facts = facts_of(version.regulation, version.regulation.agency, on)
    rows = [(fact["term"], "; ".join(line.text for line in fact["lines"])) for fact in facts if fact["lines"]]
    rows.append((_("Hiệu lực"), version.get_state_display()))
    yield Table((_("Thông tin"), _("Nội dung")), rows, (3, 7))


def _tables(version: RegulationVersion, content: Content) -> Iterator[Block]:
    """Papers, times, fees and frequencies, each under its heading."""
    kind = version.regulation.get_kind_display()
    tables = (
        (_("Giấy tờ phải nộp"), (_("Giấy tờ"), _("Số bản"), _("Mẫu")), (6, 1, 3),
         [(row.name, str(row.copies), row.form) for row in content.papers]),
        (_("Thời hạn giải quyết"), (_("Việc"), _("Thời hạn")), (7, 3),
         [(row.label or kind, row.length) for row in content.time_limits]),
        (_("Phí, lệ phí"), (_("Khoản thu"), _("Mức thu"), _("Ghi chú")), (5, 2, 3),
         [(row.name, row.money, row.note) for row in content.fees]),
        (_("Tần suất"), (_("Tần suất"),), (1,), [(str(row),) for row in content.frequencies]),
    )  # fmt: skip
    for heading, header, shares, rows in tables:
        if rows:
            yield Text(heading, _HEADING)
            yield Table(header, rows, shares)


def _provenance(address: str, on: datetime.date) -> list[str]:
    return [
        _("Đọc theo ngày %(day)s tại %(address)s.") % {"day": shown(on), "address": address},
        _("Bản kết xuất từ cổng, không thay bản gốc có chữ ký."),
    ]


def _running_head(address: str) -> str:
    return _("Cổng tra cứu quy định kinh doanh. %(address)s") % {"address": address}


def _dated(version) -> datetime.date:
    """The day of a version; one whose day is unknown is dated by its publication."""
    return version.effective_from or timezone.localdate(version.recorded_at)
