"""An uploaded file is looked at row by row, as a redline, before it is applied, and applied exactly as it was shown."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regulations.exporting.files import export_regulations
from regulations.models import Regulation, RegulationVersion
from tests.factories.regulations import make_regulation, make_version
from tests.regulations.regulation_files import ROW, write_csv, write_xlsx

pytestmark = pytest.mark.django_db
PAGE = "/admin/regulation-upload/"
RULE = {"condition": "Có kho riêng.", "title": "Điều kiện bán lẻ rượu"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def client(officer, signed_in):
    return signed_in(officer)


@pytest.fixture
def upload(tmp_path, client):
    def run(rows, kind="csv"):
        if kind == "docx":
            content = rows
        else:
            content = (write_xlsx if kind == "xlsx" else write_csv)(tmp_path / f"f.{kind}", rows).read_bytes()
        return client.post(PAGE, {"file": SimpleUploadedFile(f"f.{kind}", content)})

    return run


def rule(ministry, code="1.000100", **fields):
    fields.setdefault("effective_from", datetime.date(2020, 1, 1))
    fields.setdefault("parts", {"condition": "Có quyền sử dụng địa điểm."})
    return make_version(make_regulation(ministry, code=code, kind="condition"), **fields)


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def articles(page):
    return re.findall(r'<article class="redline-of-draft".*?</article>', page.content.decode(), re.S)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_row_shows_what_it_changes_against_the_version_it_follows(ministry, upload, kind):
    version = rule(ministry, title="Điều kiện bán lẻ rượu", time_limits=[{"number": 15}],
                   papers=[{"name": "Đơn"}, {"name": "Bản vẽ"}, {"name": "Giấy khám"}])  # fmt: skip
    make_version(
        version.regulation, effective_from=datetime.date(2030, 1, 1), title="Sau này", parts={"condition": "x"}
    )
    page = upload([ROW | {"time_limit_rows": "10 | working_days", "paper_rows": "Đơn"}], kind)
    (article,) = articles(page)
    assert "Dòng 2: 1.000100 từ 2021-02-01" in article
    said = text_of(article)
    assert "1 phần thay đổi, bớt 2 giấy tờ, thời hạn 15 → 10 ngày làm việc." in said
    assert "so với phiên bản 1" in said
    assert "<del>" in article and "<ins>" in article
    assert "Bản vẽ" in said and "Sau này" not in said
    assert (
        "địa điểm kinh doanh" in re.search(r"<ins>(.*?)</ins>", article[article.index("Nội dung điều kiện") :], re.S)[1]
    )


def test_rows_of_one_file_follow_each_other_and_new_ones_are_marked(ministry, upload):
    page = upload([ROW | {"effective_from": "2023-01-01", "condition": "Hai."}, ROW | {"condition": "Một."}])
    later, first = sorted(articles(page), key=lambda one: "Dòng 3" in one)
    assert "so với dòng 3 của tệp này" in text_of(later) and "1 phần thay đổi." in text_of(later)
    assert "Mới: chưa có phiên bản nào trước đó." in first


def test_unchanged_rows_are_only_counted_and_one_outcome_can_be_chosen(ministry, upload, client):
    same = rule(ministry, code="1.1", title=RULE["title"], parts={"condition": RULE["condition"]})
    rows = [
        ROW | RULE | {"code": "1.1", "effective_from": same.effective_from.isoformat()},
        ROW | RULE | {"code": "1.1", "effective_from": "2022-01-01"},
        ROW | RULE | {"code": "1.2"},
    ]
    page = upload(rows)
    assert len(articles(page)) == 2
    assert {str(one["name"]): one["count"] for one in page.context["counts"]} == {
        "Phiên bản mới": 1, "Quy định mới": 1, "Đã có, không đổi": 1,
    }  # fmt: skip
    for one in page.context["counts"]:
        assert len(articles(client.get(one["url"]))) == one["count"]
    assert "Không có thay đổi về nội dung." in text_of(articles(page)[0])
    for wrong in ("&page=99", "&page=x", "&outcome=x", "&outcome=held"):
        assert client.get(f"{PAGE}?digest={page.context['digest']}{wrong}").status_code == 200


def test_pages_of_twenty(ministry, upload, client):
    page = upload([ROW | {"code": f"1.{number}"} for number in range(45)])
    assert [len(articles(page)), page.context["pagination"]["num_pages"]] == [20, 3]
    last = client.get(page.context["pagination"]["next_url"].replace("page=2", "page=3"))
    assert len(articles(last)) == 5
    assert "Dòng 46:" in articles(last)[-1]
    assert "Xác nhận: tạo 45 bản nháp" in last.content.decode()


def test_what_changed_meanwhile_is_shown_before_anything_is_written(ministry, upload, client):
    version = rule(ministry)
    page = upload([ROW])
    make_version(version.regulation, effective_from=datetime.date(2020, 6, 1), parts={"condition": "Khác hẳn."})
    posted = {"step": "confirm", "digest": page.context["digest"]}
    again = client.post(PAGE, posted | {"shown": page.context["shown"]})
    assert again.status_code == 409
    assert "Sổ đã thay đổi từ lúc bạn xem báo cáo" in again.content.decode()
    assert "Khác hẳn" in text_of(articles(again)[0]) and "so với phiên bản 2" in text_of(articles(again)[0])
    assert not RegulationVersion.objects.filter(live=False).exists()
    assert client.post(PAGE, posted).status_code == 409
    done = client.post(PAGE, posted | {"shown": again.context["shown"]})
    assert "Đã tạo 1 bản nháp" in done.content.decode()
    draft = RegulationVersion.objects.get(live=False)
    assert (draft.title, draft.parts.get().text) == (ROW["title"], ROW["condition"])


def test_a_word_file_as_it_was_written_comes_in(ministry, upload, tmp_path):
    rule(ministry)
    path = tmp_path / "a.docx"
    with path.open("wb") as file:
        export_regulations(file, "docx", Regulation.objects.all())
    page = upload(path.read_bytes(), "docx")
    assert page.status_code == 200, text_of(page.content.decode())
    assert [str(one["name"]) for one in page.context["counts"]] == ["Đã có, không đổi"]


def test_hostile_text_stays_text_in_a_redline(ministry, upload):
    rule(ministry, title="<script>alert(1)</script>", parts={"condition": "<img src=x onerror=alert(1)> a"})
    page = upload([ROW | {"title": "<b>x</b>", "condition": "<img src=x onerror=alert(1)> b"}])
    html = "".join(articles(page))
    assert "<script>" not in html and "<img" not in html and "<b>" not in html


def test_turning_a_page_judges_nothing_anew_and_writing_does(ministry, upload, client, django_assert_max_num_queries):
    page = upload([ROW | {"code": f"1.{number}"} for number in range(45)])
    posted = {"step": "confirm", "digest": page.context["digest"], "shown": page.context["shown"]}
    with django_assert_max_num_queries(20):
        assert len(articles(client.get(page.context["pagination"]["next_url"]))) == 20
    rule(ministry, code="1.7", effective_from=datetime.date(2021, 2, 1))
    assert client.get(page.context["all_url"]).context["shown"] == posted["shown"]
    refused = client.post(PAGE, posted)
    assert refused.status_code == 409
    assert "đã công bố từ ngày này" in text_of(articles(refused)[0])
    assert client.get(page.context["all_url"]).context["shown"] == refused.context["shown"] != posted["shown"]


def test_a_report_that_cannot_be_read_is_made_again(ministry, upload, client, tmp_path):
    page = upload([ROW])
    for kept in (tmp_path / "var" / "uploads").glob("*.judged"):
        kept.write_bytes(b"\x80\x04broken")
    assert len(articles(client.get(page.context["all_url"]))) == 1
