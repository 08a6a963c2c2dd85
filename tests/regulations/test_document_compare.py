"""Two versions of a legal document compared through their address: by number, by day, article by article."""

import datetime
import time

import pytest
from django.utils import timezone

from regulations.compared_texts import compared_texts
from regulations.document_redline import compare_documents, redline_summary
from regulations.models import ProvisionMatch
from tests.factories.regulations import make_document, make_document_version, make_regulation, make_version
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
URL = "/documents/15-2018-nd-cp/compare/"
DAYS = [datetime.date(year, 1, 1) for year in (2020, 2022, 2024)]
OLD = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định điều kiện kinh doanh hóa chất trên lãnh thổ Việt Nam.
Điều 2. Hồ sơ đề nghị
1. Đơn đề nghị cấp giấy chứng nhận theo mẫu ban hành kèm theo Nghị định này.
2. Bản sao có chứng thực giấy đăng ký doanh nghiệp của tổ chức đề nghị.
3. Bản kê khai trang thiết bị phục vụ sản xuất, kinh doanh hóa chất.
Điều 3. Thời hạn giải quyết hồ sơ
Trong thời hạn 15 ngày làm việc, cơ quan cấp phép thẩm định và trả kết quả cho tổ chức.
Điều 4. Lưu giữ hồ sơ về kinh doanh hóa chất
Tổ chức, cá nhân lưu giữ hồ sơ trong 05 năm kể từ ngày kết thúc hoạt động."""
NEW = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định điều kiện kinh doanh hóa chất trên lãnh thổ Việt Nam.
Điều 2. Hồ sơ đề nghị
1. Đơn đề nghị cấp giấy chứng nhận theo mẫu ban hành kèm theo Nghị định này.
2. Bản kê khai trang thiết bị phục vụ sản xuất, kinh doanh hóa chất.
Điều 3. Nộp hồ sơ trực tuyến <b>mới</b>
Hồ sơ được nộp qua cổng dịch vụ công quốc gia, không phải nộp bản giấy.
Điều 4. Thời hạn giải quyết hồ sơ
Trong thời hạn 10 ngày làm việc, cơ quan cấp phép thẩm định và trả kết quả cho tổ chức.
Điều 5. Lưu giữ hồ sơ về kinh doanh hóa chất
Tổ chức, cá nhân lưu giữ hồ sơ trong 05 năm kể từ ngày kết thúc hoạt động."""


@pytest.fixture
def decree():
    document = make_document("15/2018/NĐ-CP", title="Về <kinh doanh>", issued_on=datetime.date(2019, 12, 1))
    make_document_version(document, effective_from=DAYS[0], text=OLD)
    make_document_version(document, effective_from=DAYS[1], text=NEW, source="consolidated")
    return document


@pytest.mark.parametrize("view", ["side", "inline"])
def test_what_changed_is_told_article_by_article_and_reads_without_colour(client, decree, view):
    response = client.get(URL, {"old": 1, "new": 2, "view": view})
    html, text = response.content.decode(), words(response)
    assert "2 điều sửa đổi, 1 điều thêm mới, 1 khoản bãi bỏ, 2 điều đánh số lại" in text
    assert "Đánh số lại từ Điều 3, có sửa đổi" in text
    assert "[bỏ: 15 ]" in text and "[thêm: 10 ]" in text
    assert "khoản 2 Điều 2 : Bãi bỏ" in text and "khoản 2 Điều 2 : Đánh số lại từ khoản 3 Điều 2" in text
    assert "Thêm mới" in text and "&lt;b&gt;mới" in html and "<b>" not in html
    assert "Đánh số lại từ Điều 4" in text
    assert "1 điều không đổi" in text
    assert 'href="/documents/15-2018-nd-cp/dieu-1/?version=2"' in html
    assert not response.cookies


def test_nothing_asked_for_compares_the_newest_two(client, decree):
    assert client.get(URL)["Location"] == f"{URL}?old=1&new=2"
    assert client.get(URL, {"old": "x", "new": "2"})["Location"] == f"{URL}?old=1&new=2"
    assert client.get(URL, {"view": "inline"})["Location"] == f"{URL}?old=1&new=2&view=inline"
    assert client.get(URL, {"old": "1", "new": "9" * 30}).status_code == 302


def test_the_earlier_stands_first_and_one_with_itself_is_itself(client, decree):
    assert client.get(URL, {"old": 2, "new": 1})["Location"] == f"{URL}?old=1&new=2"
    assert client.get(URL, {"old": 2, "new": 2})["Location"] == "/documents/15-2018-nd-cp/?version=2"


def test_two_days_lead_to_the_versions_that_spoke(client, decree):
    asked = {"from": "2021-03-01", "to": "2022-01-01"}
    assert client.get(URL, asked)["Location"] == f"{URL}?old=1&new=2"
    assert client.get(URL, {"from": "01/01/2022", "to": "31/12/2021"})["Location"] == f"{URL}?old=1&new=2"
    assert client.get(URL, {"from": "2021-03-01"})["Location"] == f"{URL}?old=1&new=2"


def test_the_same_version_on_both_days_is_said(client, decree):
    response = client.get(URL, {"from": "2020-01-01", "to": "2021-12-31"})
    assert response.status_code == 200
    assert "Ngày 01/01/2020 và ngày 31/12/2021 áp dụng cùng một bản, bản số 1." in words(response)


def test_a_day_before_it_existed_is_said(client, decree):
    text = words(client.get(URL, {"from": "2010-01-01", "to": "2023-01-01"}))
    assert "Vào ngày 01/01/2010, văn bản này chưa có trên cổng và chưa có hiệu lực." in text
    text = words(client.get(URL, {"from": "2019-12-15", "to": "2023-01-01"}))
    assert "Vào ngày 15/12/2019, văn bản này đã được ban hành nhưng chưa có hiệu lực." in text


@pytest.mark.parametrize(
    "wrong", [{"from": "hôm qua", "to": "2022-01-01"}, {"from": "2021-02-30"}, {"to": "2022-01-01"}]
)
def test_what_is_no_day_is_named_and_asked_for_again(client, decree, wrong):
    response = client.get(URL, wrong)
    assert response.status_code == 400
    assert "không phải là một ngày" in words(response)
    assert 'name="from"' in response.content.decode()


def test_a_document_with_one_version_says_so(client):
    make_document_version(make_document("16/2018/NĐ-CP"))
    response = client.get("/documents/16-2018-nd-cp/compare/")
    assert response.status_code == 200 and "mới có một bản" in words(response)


def test_a_draft_cannot_be_compared_from_outside(client, decree):
    from_outside = client.get(URL, {"old": 1, "new": 3})
    assert from_outside["Location"] == f"{URL}?old=1&new=2"
    assert client.get("/documents/khong-co/compare/").status_code == 404


def test_an_editors_word_on_a_match_wins(client, decree):
    old, new = decree.versions.order_by("number")
    ProvisionMatch.objects.create(old_version=old, new_version=new, old_label="dieu-4", new_label="dieu-3")
    pairs = {pair.new.label: pair for pair in compare_documents(old, new).pairs if pair.new and pair.old}
    assert pairs["dieu-3"].old.label == "dieu-4" and pairs["dieu-3"].corrected
    assert "Đánh số lại từ Điều 4, có sửa đổi" in words(client.get(URL, {"old": 1, "new": 2}))


def law(articles: int, *, every: int) -> str:
    lines = []
    for n in range(1, articles + 1):
        lines.append(f"Điều {n}. Quy định thứ {n} về ngành nghề")
        for clause in range(1, 7):
            changed = " Nội dung này được sửa đổi." if every and n % every == 0 and clause == 2 else ""
            lines.append(
                f"{clause}. Tổ chức kinh doanh loại {n * 7 + clause} phải đáp ứng điều kiện số {n * clause} theo quy "
                f"định của pháp luật chuyên ngành và lưu giữ hồ sơ {n + clause} năm.{changed}"
            )
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("every", [20, 1])
def test_a_law_of_400_articles_compares_in_a_second_and_its_page_stays_light(client, every):
    document = make_document("17/2018/NĐ-CP")
    make_document_version(document, effective_from=DAYS[0], text=law(400, every=0))
    make_document_version(document, effective_from=DAYS[1], text=law(400, every=every))
    client.get("/documents/17-2018-nd-cp/compare/?old=1&new=2")
    best = min(_seconds(client) for _round in range(3))
    response = client.get("/documents/17-2018-nd-cp/compare/?old=1&new=2")
    assert best < 1
    assert f"{400 // every} điều sửa đổi" in words(response)
    assert len(response.content) < 600_000
    if every == 1:
        last = client.get("/documents/17-2018-nd-cp/compare/?old=1&new=2&page=2")
        assert last.status_code == 200 and "Trang 2 trên" in words(last)
        assert client.get("/documents/17-2018-nd-cp/compare/?old=1&new=2&page=99").status_code == 404


def _seconds(client) -> float:
    """Of this process's own work: other tests may run beside it."""
    started = time.process_time()
    client.get("/documents/17-2018-nd-cp/compare/?old=1&new=2")
    return time.process_time() - started


def test_the_pairs_hold_all_of_both_texts_in_order(decree):
    old, new = decree.versions.order_by("number")
    texts = compared_texts(old, new)
    assert "\n".join(text.new for text in texts if text.new).replace(".\n", "\n") == "\n".join(
        line for line in NEW.replace("Chương I\nQUY", "Chương I. QUY").split("\n")
    ).replace(".\n", "\n")
    assert sum("15 ngày" in (text.old or "") for text in texts) == 1


def test_the_pairs_of_a_regulation_too():
    regulation = make_regulation()
    old = make_version(regulation, title="Cũ", effective_from=DAYS[0], papers=[{"name": "Đơn"}, {"name": "Bản sao"}])
    new = make_version(regulation, title="Mới", effective_from=DAYS[1], papers=[{"name": "Đơn"}])
    texts = compared_texts(old, new)
    assert (texts[0].old, texts[0].new) == ("Cũ", "Mới")
    assert [text.old for text in texts if text.new is None and text.old] != []
    assert all(text.old or text.new for text in texts)


def test_the_summary_counts_what_is_inside_an_added_article_once(decree):
    old, new = decree.versions.order_by("number")
    assert redline_summary(compare_documents(old, new)) == [
        "2 điều sửa đổi", "1 điều thêm mới", "1 khoản bãi bỏ", "2 điều đánh số lại", "1 khoản đánh số lại"
    ]  # fmt: skip


def test_days_begin_at_midnight_in_vietnam(client, decree, monkeypatch):
    for hour, minute, expected in ((16, 59, "áp dụng cùng một bản"), (17, 0, "")):
        now = datetime.datetime(2021, 12, 31, hour, minute, tzinfo=datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        response = client.get(URL, {"from": "2021-06-01"})
        assert expected in words(response) if expected else response.status_code == 302
