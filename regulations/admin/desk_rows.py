"""Records that wait, as lines of the desk: title, address, and in words why they are there."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import TaskState

from regulations.admin.duties import Item
from regulations.admin.version_page import item_url
from regulations.models import (
    DocumentVersion,
    LegalDocument,
    Part,
    PartDefinition,
    PlanItem,
    PlanVersion,
    RegulationVersion,
)
from regulations.text.labels import label_parts
from regulations.unapplied import Change, TouchedBasis, touched_bases

READ_WITH = {
    RegulationVersion: ("regulation__agency",),
    DocumentVersion: ("document__maintained_by",),
    PlanVersion: ("plan__agency",),
    LegalDocument: ("maintained_by",),
    PlanItem: ("regulation", "version__plan__agency"),
}


@dataclass(frozen=True)
class DeskRow:
    """`detail` says why it is here, `remark` quotes what somebody said of it."""

    title: str
    url: str
    detail: str = ""
    remark: str = ""


def rows_of(found: dict[str, Sequence[Item]]) -> dict[str, list[DeskRow]]:
    """The lines of several lists, by the duty's key. One query a sort of record, however many lists there are."""
    records = _records([item for items in found.values() for item in items])
    rows: dict[str, list[DeskRow]] = {}
    for key, items in found.items():
        there = [item for item in items if (item.model, item.pk) in records]
        details = DETAILS[key](there, records) if there else []
        rows[key] = [
            DeskRow(_title(records[item.model, item.pk]), _url(records[item.model, item.pk]), *said)
            for item, said in zip(there, details, strict=True)
        ]
    return rows


Records = dict[tuple[type[Model], int], Any]
Said = tuple[str, ...]
"""Detail, and a remark where there is one."""


def _records(items: Sequence[Item]) -> Records:
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for item in items:
        keys[item.model].add(item.pk)
    found: Records = {}
    for model, pks in keys.items():
        rows = model._base_manager.filter(pk__in=pks).select_related(*READ_WITH[model])
        found |= {(model, row.pk): row for row in (rows.defer("text") if model is DocumentVersion else rows)}
    return found


def _title(record) -> str:
    if isinstance(record, PlanItem):
        return _("Mục %(number)d (%(code)s), %(plan)s") % {
            "number": record.number, "code": record.regulation.code, "plan": record.version.title,
        }  # fmt: skip
    return str(record).strip()


def _url(record) -> str:
    if isinstance(record, PlanItem):
        return item_url(record)
    return reverse(type(record).snippet_viewset.get_url_name("inspect"), args=[record.pk])


def _day(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else _("chưa rõ ngày")


def _moment(moment) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _waiting(items: Sequence[Item], records: Records) -> list[Said]:
    return [(_("%(who)s trình %(when)s") % {"who": who, "when": _moment(since)},) for who, since in _said(items)]


def _said(items: Sequence[Item]) -> list[Any]:
    return [item.said for item in items]


def _drafts(items: Sequence[Item], records: Records) -> list[Said]:
    situation = {None: _("Bản nháp"), "in_progress": _("Chờ pháp chế")}
    return [(_("%(state)s, tạo %(when)s") % {"state": situation[control], "when": _moment(made)},)
            for control, made in _said(items)]  # fmt: skip


def _returned(items: Sequence[Item], records: Records) -> list[Said]:
    """With what legal control said last. One query."""
    types = {model: ContentType.objects.get_for_model(model).pk for model in {item.model for item in items}}
    wanted = Q()
    for model, content_type in types.items():
        keys = [str(item.pk) for item in items if item.model is model]
        wanted |= Q(workflow_state__base_content_type=content_type, workflow_state__object_id__in=keys)
    states = TaskState.objects.filter(wanted, status=TaskState.STATUS_REJECTED).order_by("finished_at", "pk")
    last = {
        (state.workflow_state.base_content_type_id, int(state.workflow_state.object_id)): state
        for state in states.select_related("workflow_state", "finished_by")
    }
    return [_remark(last.get((types[item.model], item.pk))) for item in items]


def _remark(state: TaskState | None) -> Said:
    if state is None:
        return (_("Bị trả lại"),)
    said = {"who": state.finished_by or "–", "when": _moment(state.finished_at)}
    return _("Bị trả lại: %(who)s, %(when)s") % said, state.comment


def _coming(items: Sequence[Item], records: Records) -> list[Said]:
    today = timezone.localdate()
    said = []
    for day in _said(items):
        left = (day - today).days
        days = ngettext("còn %(n)d ngày", "còn %(n)d ngày", left) % {"n": left}
        said.append((_("có hiệu lực từ %(day)s, %(days)s") % {"day": _day(day), "days": days},))
    return said


def _overdue(items: Sequence[Item], records: Records) -> list[Said]:
    return [(_("hạn %(day)s") % {"day": _day(day)},) for day in _said(items)]


def _incomplete(items: Sequence[Item], records: Records) -> list[Said]:
    """The names of the parts that are missing. Two queries."""
    versions = [records[item.model, item.pk] for item in items]
    definitions = list(PartDefinition.objects.filter(required=True).order_by("position"))
    written = defaultdict(set)
    parts = Part.objects.filter(version__in=[version.pk for version in versions]).exclude(text="")
    for version, key in parts.values_list("version_id", "key"):
        written[version].add(key)
    return [
        (_("thiếu: %(parts)s") % {"parts": "; ".join(
            one.label for one in definitions
            if one.kind == version.regulation.kind and one.key not in written[version.pk]
            and (one.valid_from is None or one.valid_from <= version.effective_from)
            and (one.valid_to is None or one.valid_to > version.effective_from)
        )},)
        for version in versions
    ]  # fmt: skip


def _bases(items: Sequence[Item], records: Records) -> list[Said]:
    touched = touched_bases([records[item.model, item.pk] for item in items], timezone.localdate())
    documents = LegalDocument.objects.in_bulk({one.document_id for bases in touched.values() for one in bases})
    return [
        (_first_of([_basis(one, documents[one.document_id]) for one in touched.get(item.pk, ())]),) for item in items
    ]


def _basis(touched: TouchedBasis, document: LegalDocument) -> str:
    place = f"{label_parts(touched.label)} " if touched.label else ""
    cited = f"{place}{document.number or document.title}"
    if touched.change is None:
        state = dict(DocumentVersion._meta.get_field("state").choices)[touched.state]
        return f"{cited}: {str(state).lower()}, {_day(touched.lapsed_on)}"
    return f"{cited}: {_change(touched.change)}"


def _change(change: Change) -> str:
    """ "sửa đổi, bổ sung bởi Nghị định 12/2026/NĐ-CP từ 01/07/2026" """
    return _("%(what)s bởi %(document)s từ %(day)s") % {
        "what": change.type.label.lower(), "document": change.document, "day": _day(change.effective_from),
    }  # fmt: skip


def _changes(items: Sequence[Item], records: Records) -> list[Said]:
    return [(_first_of([_change(change) for change in item.said]),) for item in items]


def _first_of(lines: list[str]) -> str:
    """The first line, and how many there are besides."""
    more = len(lines) - 1
    if more < 1:
        return "".join(lines)
    return ngettext("%(first)s; và %(n)d thay đổi khác", "%(first)s; và %(n)d thay đổi khác", more) % {
        "first": lines[0], "n": more,
    }  # fmt: skip


DETAILS: dict[str, Callable[[Sequence[Item], Records], list[Said]]] = {
    "waiting": _waiting,
    "returned": _returned,
    "drafts": _drafts,
    "coming": _coming,
    "bases": _bases,
    "changes": _changes,
    "incomplete": _incomplete,
    "overdue": _overdue,
}
"""For each duty what to say of its items."""
