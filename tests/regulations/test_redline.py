"""What changed between two versions of a regulation, and how it is said in one line."""

import pytest
from django.utils import translation

from regulations.contents import Content, FeeRow, FrequencyRow, PaperRow, PartText, TimeLimitRow, stored_contents
from regulations.redline import compare_contents
from regulations.redline_summary import summary_line, summary_lines
from tests.factories.regulations import make_document, make_regulation, make_version

DAYS = "working_days"


def paper(name: str, copies: int = 1, form: str = "") -> PaperRow:
    return PaperRow(name, copies, form)


def summary(old: Content, new: Content) -> str:
    return summary_line(summary_lines(compare_contents(old, new)))


def kinds(changes) -> list[str]:
    return [change.kind for change in changes]


def test_nothing_changed_is_said():
    content = Content(parts=(PartText("steps", "Trình tự", "Nộp đơn."),), papers=(paper("Đơn"),))
    assert compare_contents(content, content).is_empty
    assert summary(content, content) == "Không có thay đổi về nội dung."


def test_the_line_counts_parts_papers_and_days():
    old = Content(
        parts=tuple(PartText(key, key, "cũ") for key in ("steps", "dossier", "result")),
        papers=(paper("Đơn đề nghị"), paper("Bản sao giấy đăng ký"), paper("Sơ yếu lý lịch")),
        time_limits=(TimeLimitRow("", 15, DAYS),),
    )
    new = Content(
        parts=tuple(PartText(key, key, "mới") for key in ("steps", "dossier", "result")),
        papers=(paper("Đơn đề nghị"),),
        time_limits=(TimeLimitRow("", 10, DAYS),),
    )
    assert summary(old, new) == "3 phần thay đổi, bớt 2 giấy tờ, thời hạn 15 → 10 ngày làm việc."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (Content(papers=(paper("Đơn"),)), Content(papers=(paper("Đơn"), paper("Ảnh"))), "Thêm 1 giấy tờ."),
        (Content(papers=(paper("Đơn", 2),)), Content(papers=(paper("Đơn", 1),)), "Sửa 1 giấy tờ."),
        (
            Content(fees=(FeeRow("Phí thẩm định", 1_200_000, ""),)),
            Content(fees=(FeeRow("Phí thẩm định", 600_000, ""),)),
            "Phí 1.200.000 đ → 600.000 đ.",
        ),
        (Content(fees=(FeeRow("Lệ phí", 1, ""),)), Content(), "Bỏ khoản thu lệ phí."),
        (
            Content(fees=(FeeRow("Lệ phí", None, ""),)),
            Content(fees=(FeeRow("Lệ phí", 0, ""),)),
            "Phí theo từng trường hợp → 0 đ.",
        ),
        (
            Content(time_limits=(TimeLimitRow("Kiểm tra", 3, DAYS), TimeLimitRow("Thẩm định", 15, DAYS))),
            Content(time_limits=(TimeLimitRow("Kiểm tra", 3, DAYS), TimeLimitRow("Thẩm định", 10, DAYS))),
            "Thời hạn thẩm định: 15 → 10 ngày làm việc.",
        ),
        (
            Content(time_limits=(TimeLimitRow("", 2, "months"),)),
            Content(time_limits=(TimeLimitRow("", 20, DAYS),)),
            "Thời hạn 2 tháng → 20 ngày làm việc.",
        ),
        (
            Content(frequencies=(FrequencyRow(1, "quarter"),)),
            Content(frequencies=(FrequencyRow(1, "half_year"),)),
            "Tần suất 1 lần mỗi quý → 1 lần mỗi 6 tháng.",
        ),
        (Content(bases=((1, "dieu-9"),)), Content(bases=((1, "dieu-9"), (2, ""))), "Thêm 1 căn cứ pháp lý."),
        (
            Content(parts=(PartText("steps", "Trình tự", "x"),)),
            Content(parts=(PartText("fees", "Phí", "y"),)),
            "Thêm 1 phần, bỏ 1 phần.",
        ),
    ],
)
def test_each_kind_of_change_has_its_words(old, new, said):
    assert summary(old, new) == said


def test_money_is_grouped_as_the_reader_does():
    with translation.override("en"):
        assert FeeRow("Phí", 1_200_000, "").money == "VND 1,200,000"


def test_a_reworded_paper_is_one_change_and_an_unlike_one_is_two():
    old = (paper("Văn bản đề nghị cấp Giấy chứng nhận theo mẫu"), paper("Bản vẽ mặt bằng kho"))
    new = (paper("Văn bản đề nghị cấp Giấy chứng nhận"), paper("Ảnh chân dung 4x6"))
    assert kinds(compare_contents(Content(papers=old), Content(papers=new)).papers) == ["changed", "removed", "added"]


def test_a_paper_that_changed_places_stayed():
    old = (paper("A"), paper("B"), paper("C"))
    new = (paper("C"), paper("A"), paper("B"))
    assert kinds(compare_contents(Content(papers=old), Content(papers=new)).papers) == ["same", "same", "same"]


def test_equal_papers_are_counted_not_merged():
    changes = compare_contents(Content(papers=(paper("Đơn"), paper("Đơn"))), Content(papers=(paper("Đơn"),))).papers
    assert kinds(changes) == ["same", "removed"]


def test_a_removed_row_stands_where_it_was():
    old = (paper("Một"), paper("Hai"), paper("Ba"))
    new = (paper("Một"), paper("Ba"))
    changes = compare_contents(Content(papers=old), Content(papers=new)).papers
    assert [(change.old or change.new).name for change in changes] == ["Một", "Hai", "Ba"]


@pytest.mark.django_db
def test_stored_contents_come_whole_in_one_query(django_assert_num_queries):
    regulation, document = make_regulation(), make_document()
    version = make_version(
        regulation,
        parts={"dossier": "Hồ sơ", "steps": "Trình tự", "gone": "Phần lạ"},
        papers=[{"name": "Đơn", "copies": 2, "form": "Mẫu 1"}, {"name": "Ảnh"}],
        fees=[{"name": "Phí", "amount": 3_000_000_000_000, "note": "một lần"}, {"name": "Lệ phí"}],
        time_limits=[{"label": "Cấp", "number": 15, "unit": "working_days"}],
        frequencies=[{"number": 2, "period": "year"}],
        bases=[{"document": document, "label": "dieu-1"}],
    )
    with django_assert_num_queries(1):
        content = stored_contents([version], regulation.kind)[version.pk]
    assert [(part.key, part.label) for part in content.parts] == [
        ("steps", "Trình tự thực hiện"),
        ("dossier", "Thành phần, số lượng hồ sơ"),
        ("gone", "gone"),
    ]
    assert [str(row) for row in content.papers] == ["Đơn (2 bản, Mẫu 1)", "Ảnh (1 bản)"]
    assert [str(row) for row in content.fees] == [
        "Phí: 3.000.000.000.000 đ (một lần)",
        "Lệ phí: theo từng trường hợp",
    ]
    assert [str(row) for row in content.time_limits] == ["Cấp: 15 ngày làm việc"]
    assert [str(row) for row in content.frequencies] == ["2 lần mỗi năm"]
    assert content.bases == ((document.pk, "dieu-1"),)
