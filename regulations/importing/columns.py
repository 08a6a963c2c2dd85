"""The columns of a file of regulations: one table for reading, checking, writing, the template and the documentation.

A row says one version of one regulation. Part columns are named by the keys of PartDefinition, of every kind. Where
the register keeps rows beside the prose of a part (papers, fees, times), the column of the rows ends in `_rows`,
because `papers`, `fees`, `time_limit` and `frequency` are parts; `subjects` is one too, so the regulation's own line of
subjects is `regulation_subjects`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from regulations.models import (
    FirmSize,
    Kind,
    Level,
    OnlineLevel,
    PartDefinition,
    Period,
    RegulationVersion,
    Stage,
    State,
    TimeUnit,
)
from regulations.text.normalise import fold

from . import cells
from .cells import CellRefused

REGULATION, VERSION, ROW = "regulation", "version", "row"


@dataclass(frozen=True)
class Column:
    """`write` gives the text that `read` turns into the same value; `of` is what the value belongs to."""

    key: str
    heading: str
    meaning_vi: str
    meaning_en: str
    read: Callable[[Any], Any]
    of: str = VERSION
    write: Callable[[Any], str] = str
    required: bool = False
    default: Any = ""
    choices: type[models.TextChoices] | None = None
    example: str = ""

    def shown(self) -> str:
        """How messages name it."""
        return f"{self.heading} ({self.key})"


def _choice(key: str, heading: str, en: str, choices: type[models.TextChoices], default: str, **more) -> Column:
    vi = f"Khóa hoặc tên; bỏ trống là {default}." if default else "Khóa hoặc tên."
    return Column(key, heading, vi, en, cells.choice(choices), choices=choices, default=default, **more)


def _rows(key: str, heading: str, read: Callable, vi: str, en: str, example: str) -> Column:
    return Column(
        key, heading, vi, en, cells.rows(read), write=cells.write_rows, default=(), example=example
    )  # fmt: skip


def _names(key: str, heading: str, vi: str, en: str, example: str) -> Column:
    return Column(
        key, heading, vi, en, cells.read_list, of=REGULATION, write=cells.write_list, default=(), example=example
    )


def _card() -> list[Column]:
    questions = {
        "card_who": ("Thẻ: ai phải làm", "who must"), "card_what": ("Thẻ: phải làm gì", "what to do"),
        "card_where_how": ("Thẻ: nộp ở đâu, cách nào", "where and how"),
        "card_how_long": ("Thẻ: mất bao lâu", "how long"), "card_how_much": ("Thẻ: tốn bao nhiêu", "how much"),
        "card_otherwise": ("Thẻ: nếu không làm", "what happens if not"),
    }  # fmt: skip
    vi, en = "Thẻ trả lời, cả sáu ô tối đa 120 từ.", "answer card: {}; the six together at most 120 words"
    return [Column(key, name, vi, en.format(meaning), cells.text_of) for key, (name, meaning) in questions.items()]


FIXED: tuple[Column, ...] = (
    Column("code", "Mã quy định", "Không đổi sau khi công bố; chữ không dấu, số, dấu chấm, gạch nối.",
           "code of the regulation: letters, digits, dots, hyphens; as text, or a spreadsheet eats zeros",
           cells.read_code, of=REGULATION, required=True, example="1.012345"),
    _choice("kind", "Loại quy định", "kind, by key or Vietnamese name", Kind, "", of=REGULATION, required=True,
            example="procedure"),
    Column("title", "Tên quy định", "Tên của phiên bản.", "title of the version", cells.line(500), required=True,
           example="Cấp giấy phép kinh doanh rượu"),
    Column("agency", "Cơ quan quản lý", "Viết tắt hoặc tên đầy đủ trong danh mục cơ quan.",
           "agency that keeps it: acronym or full name", cells.line(300), of=REGULATION, required=True, example="BCT"),
    Column("effective_from", "Có hiệu lực từ ngày", "ngày/tháng/năm (01/02/2021 là ngày 1 tháng 2) hoặc 2021-02-01.",
           "first day of the version: day/month/year or ISO", cells.read_day, write=cells.write_day, required=True,
           default=None, example="01/07/2026"),
    _choice("state", "Hiệu lực", "what the version says of the rule from that day on", State, State.IN_FORCE.value),
    Column("publish", "Công bố", "có hoặc không (bản nháp); bỏ trống là có. Tải lên ở trang quản trị luôn là bản nháp.",
           "`có` or `không` (a draft), blank is `có`; what officers upload is always a draft", cells.read_yes, of=ROW,
           write=cells.write_yes, default=None),
    Column("note", "Lý do có phiên bản này", "Một câu, công khai.", "why it was made, public", cells.line(500)),
    _choice("deciding_level", "Cấp giải quyết", "level that decides", Level, Level.MINISTRY.value, of=REGULATION),
    _names("fields", "Lĩnh vực", "Mỗi dòng một lĩnh vực (tên hoặc địa chỉ ngắn), hoặc cách nhau bằng dấu chấm phẩy.",
           "fields, by slug or name, one a line or parted by `;`", "thuong-mai"),
    _names("industries", "Ngành kinh tế", "hệ thống:mã, mỗi dòng một ngành; bỏ trống là mọi ngành.",
           "industries as `edition:code`, one a line; none is every business", "2018:1101"),
    _choice("stage", "Giai đoạn", "stage of a business", Stage, Stage.RUNNING.value, of=REGULATION),
    _choice("firm_size", "Quy mô doanh nghiệp", "size of firm", FirmSize, FirmSize.ANY.value, of=REGULATION),
    _choice("online_level", "Mức độ trực tuyến", "online level", OnlineLevel, OnlineLevel.NONE.value, of=REGULATION),
    Column("regulation_subjects", "Đối tượng phải thực hiện", "Một dòng, dùng để tra cứu.",
           "who must comply, on one line", cells.line(500), of=REGULATION),
    *_card(),
    _rows("paper_rows", "Từng giấy tờ", cells.paper, "Mỗi dòng: tên | số bản | mẫu.", "papers: `name | copies | form`",
          "Đơn đề nghị | 2 | Mẫu 01"),
    _rows("fee_rows", "Từng khoản thu", cells.fee, "Mỗi dòng: tên | số tiền (đồng) | ghi chú; bỏ trống số tiền nếu tùy "
          "trường hợp.", "fees: `name | amount in đồng | note`; no amount where set case by case",
          "Lệ phí cấp phép | 2200000"),
    _rows("time_limit_rows", "Từng thời hạn", cells.counted(TimeUnit, named=True), "Mỗi dòng: số | đơn vị | việc.",
          "time limits: `number | unit | for what`", "15 | working_days | Thẩm định"),
    _rows("frequency_rows", "Số lần thực hiện", cells.counted(Period, named=False), "Mỗi dòng: số lần | kỳ.",
          "frequencies: `number | period`", "2 | year"),
    _rows("basis_rows", "Căn cứ pháp lý", cells.basis, "Mỗi dòng: số văn bản | điều khoản (dieu-15-khoan-2, hoặc "
          "viết như trích dẫn).", "legal bases: `document number or slug | label or citation`",
          "105/2017/NĐ-CP | dieu-13"),
)  # fmt: skip
"""In the order in which they are written."""

BY_KEY = {column.key: column for column in FIXED}
CARD_KEYS = RegulationVersion.CARD_FIELDS
VERSION_KEYS = tuple(column.key for column in FIXED if column.of == VERSION)
IDENTITY_KEYS = tuple(column.key for column in FIXED if column.of == REGULATION and column.key != "code")


def part_column_key(key: str) -> str:
    """The column of a part: its key, unless a column of ours has that name already."""
    return f"part:{key}" if key in BY_KEY else key


@dataclass(frozen=True)
class Columns:
    """The columns there are today: ours, and one for each part of any kind."""

    fixed: tuple[Column, ...]
    parts: dict[str, Column]
    """By part key; several kinds may have a part of one key."""

    def __iter__(self):
        return iter((*self.fixed, *self.parts.values()))

    def named(self, headings: Iterable[str]) -> tuple[dict[str, Column], list[str]]:
        """The column that each heading names, by key or in Vietnamese, and the headings that name none."""
        known = {_folded(column.key): column for column in self}
        for column in self:
            for name in (column.heading, *column.heading.split(" / ")):
                known.setdefault(_folded(name), column)
        found = {heading: known[_folded(heading)] for heading in headings if _folded(heading) in known}
        return found, [heading for heading in headings if heading not in found]


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def current_columns() -> Columns:
    """The columns with the parts as the register defines them now."""
    labels: dict[str, list[str]] = {}
    for definition in PartDefinition.objects.order_by("kind", "position"):
        names = labels.setdefault(definition.key, [])
        if definition.label_vi not in names:
            names.append(definition.label_vi)
    parts = {
        key: Column(
            part_column_key(key), " / ".join(names), "Phần nội dung; mỗi đoạn một dòng.", "a part of the text",
            cells.text_of,
        )
        for key, names in labels.items()
    }  # fmt: skip
    return Columns(FIXED, parts)


@dataclass
class ReadRow:
    """A row as read: values by column key, texts by part key, the keys that were not blank, and what is wrong."""

    values: dict[str, Any]
    parts: dict[str, str]
    given: set[str]
    problems: list[str]


def read_row(columns: Columns, raw: dict[str, Any]) -> ReadRow:
    """Every cell of a row read; what cannot be read is said, cell by cell, and has no value."""
    read = ReadRow({}, {}, set(), [])
    for column in columns:
        cell = raw.get(column.key)
        try:
            value = column.read(cell)
        except CellRefused as refused:
            read.problems.append(problem(column, cell, str(refused)))
            continue
        if value in ("", None, ()):
            if column.required:
                read.problems.append(_("%(column)s: còn trống") % {"column": column.shown()})
            else:
                read.values[column.key] = column.default
        else:
            read.given.add(column.key)
            read.values[column.key] = value
    for key, column in columns.parts.items():
        text = read.values.pop(column.key, "")
        if text:
            read.parts[key] = text
    return read


def problem(column: Column, value: Any, reason: str) -> str:
    """A sentence that names the column, the value as far as it can be shown, and the reason."""
    said = " ".join(str("" if value is None else value).split())
    said = f"{said[:57]}..." if len(said) > 60 else said
    return f"{column.shown()} «{said}»: {reason}"


def written_row(columns: Columns, values: dict[str, Any], parts: dict[str, str]) -> dict[str, str]:
    """Cells by column key that `read_row` turns back into these values and parts."""
    row = {column.key: column.write(values[column.key]) for column in columns.fixed if column.key in values}
    return row | {columns.parts[key].key: text for key, text in parts.items()}
