"""Word files of what is public: texts, regulations and redlines, by their addresses."""

import datetime

import pytest

from regulations.models import Provision
from regulations.text.docx.reading import read_docx
from regulations.text.structure import render_structure
from tests.factories.regulations import (
    DECREE_TEXT,
    make_document,
    make_document_draft,
    make_document_version,
    make_draft,
    make_regulation,
    make_version,
)
from tests.regulations.word_contents import authors_of, lines_of, parts_of

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DAYS = [datetime.date(year, 1, 1) for year in (2020, 2022, 2024)]
NEW_TEXT = DECREE_TEXT.replace("hàng quá cảnh", "hàng tạm nhập & <tái> xuất").replace(
    "Điều 2. Hồ sơ", "3. Khoản được thêm.\nĐiều 2. Hồ sơ đề nghị"
)


@pytest.fixture
def document():
    document = make_document("15/2018/NĐ-CP", title="Về điều kiện kinh doanh")
    make_document_version(document, effective_from=DAYS[0])
    make_document_version(document, effective_from=DAYS[1], text=NEW_TEXT)
    make_document_draft(document, effective_from=DAYS[2], text="Điều 1. BẢN NHÁP")
    return document


@pytest.fixture
def regulation():
    regulation = make_regulation(code="1.000001", subjects="Doanh nghiệp")
    make_version(
        regulation, title="Cấp giấy phép", effective_from=DAYS[0],
        parts={"steps": "Bước 1. Nộp hồ sơ giấy.\nBước 2. Chờ.", "fees": "Phí cũ"},
        papers=[{"name": "Đơn đề nghị"}, {"name": "Bản sao chứng thực"}],
        time_limits=[{"number": 15, "unit": "working_days"}], fees=[{"name": "Phí thẩm định", "amount": 1_200_000}],
        bases=[{"document": make_document_version(make_document("9/2019/NĐ-CP")).document, "label": "dieu-1"}],
    )  # fmt: skip
    make_version(
        regulation, title="Cấp giấy phép trực tuyến", effective_from=DAYS[1],
        parts={"steps": "Bước 1. Nộp hồ sơ điện tử.\nBước 2. Chờ.", "forms": "<i>Mẫu</i>"},
        papers=[{"name": "Đơn đề nghị"}], time_limits=[{"number": 10, "unit": "working_days"}],
    )  # fmt: skip
    make_draft(regulation, title="BẢN NHÁP", effective_from=DAYS[2])
    return regulation


def text_of(version) -> list[str]:
    return render_structure(list(Provision.objects.filter(version=version).order_by("position"))).split("\n")


def test_a_text_of_a_day_and_by_number(client, document):
    for query, wanted in (("?on=2021-06-01", DECREE_TEXT), ("?version=1", DECREE_TEXT), ("", NEW_TEXT)):
        response = client.get(f"/documents/{document.slug}/docx/{query}")
        assert response.status_code == 200 and response["Content-Type"] == WORD
        lines = lines_of(response.content)
        assert lines[:2] == ["Nghị định 15/2018/NĐ-CP", "Về điều kiện kinh doanh"]
        assert lines[-len(wanted.split("\n")) :] == wanted.split("\n")
        assert f"http://testserver/documents/{document.slug}/" in "\n".join(lines)
        assert "BẢN NHÁP" not in "\n".join(lines)
    number = 2
    assert response["Content-Disposition"] == f'attachment; filename="{document.slug}-ban-{number}.docx"'
    assert "script-src" in response["Content-Security-Policy"]


def test_what_was_written_is_read_back_with_its_structure(client, document):
    read = read_docx(client.get(f"/documents/{document.slug}/docx/").content)
    assert NEW_TEXT in read.text
    assert {one.kind for one in read.findings} == {"header", "footer", "property"}
    assert {one.words for one in read.findings if one.name == "creator"} == {"Cổng tra cứu"}


def test_a_redline_accepted_is_the_new_text_and_rejected_the_old(client, document):
    old, new = document.versions.published().order_by("number")
    for query in ("old=1&new=2", "old=2&new=1", "from=2021-01-01&to=2023-01-01"):
        response = client.get(f"/documents/{document.slug}/compare/docx/?{query}")
        assert response.status_code == 200 and response["Content-Type"] == WORD
        assert response["Content-Disposition"].endswith(f'"{document.slug}-so-sanh-1-2.docx"')
        assert lines_of(response.content, changes="accepted") == text_of(new)
        assert lines_of(response.content, changes="rejected") == text_of(old)
        assert authors_of(response.content) == {"Cổng tra cứu"}


def test_a_version_of_a_regulation(client, regulation):
    response = client.get("/regulations/1.000001/versions/1/docx/")
    assert response.status_code == 200 and response["Content-Type"] == WORD
    assert response["Content-Disposition"] == 'attachment; filename="1-000001-phien-ban-1.docx"'
    text = "\n".join(lines_of(response.content))
    for words in (
        "Cấp giấy phép", "1.000001", "Doanh nghiệp", "Bản sao chứng thực", "15 ngày làm việc", "1.200.000",
        "Bước 1. Nộp hồ sơ giấy.", "Điều 1 Nghị định 9/2019/NĐ-CP", "http://testserver/regulations/1.000001/versions/1/",
    ):  # fmt: skip
        assert words in text, words
    assert parts_of(response.content)["word/document.xml"].count("<w:tbl>") == 4


def test_a_redline_of_a_regulation_gives_either_version_whole(client, regulation):
    response = client.get("/regulations/1.000001/compare/1/2/docx/")
    new, old = (lines_of(response.content, changes=way) for way in ("accepted", "rejected"))
    assert new == [
        "Cấp giấy phép trực tuyến", "Hiệu lực", "Còn hiệu lực", "Giấy tờ phải nộp", "Đơn đề nghị (1 bản)",
        "Thời hạn giải quyết", "10 ngày làm việc", "Trình tự thực hiện", "Bước 1. Nộp hồ sơ điện tử.", "Bước 2. Chờ.",
        "Mẫu đơn, tờ khai", "<i>Mẫu</i>",
    ]  # fmt: skip
    assert old == [
        "Cấp giấy phép", "Hiệu lực", "Còn hiệu lực", "Giấy tờ phải nộp", "Đơn đề nghị (1 bản)",
        "Bản sao chứng thực (1 bản)", "Thời hạn giải quyết", "15 ngày làm việc", "Phí, lệ phí",
        "Phí thẩm định: 1.200.000 đ", "Trình tự thực hiện", "Bước 1. Nộp hồ sơ giấy.", "Bước 2. Chờ.", "Phí, lệ phí",
        "Phí cũ", "Căn cứ pháp lý", "Điều 1 Nghị định 9/2019/NĐ-CP: Về điều kiện kinh doanh",
    ]  # fmt: skip
    turned = client.get("/regulations/1.000001/compare/2/1/docx/")
    assert turned.status_code == 301 and turned["Location"] == "/regulations/1.000001/compare/1/2/docx/"


def test_the_same_content_gives_the_same_bytes(client, document, regulation):
    for address in (
        f"/documents/{document.slug}/docx/?version=1", f"/documents/{document.slug}/compare/docx/?old=1&new=2",
        "/regulations/1.000001/versions/1/docx/", "/regulations/1.000001/compare/1/2/docx/",
    ):  # fmt: skip
        assert client.get(address).content == client.get(address).content


@pytest.mark.parametrize(
    "address",
    [
        "/documents/khong-co/docx/", "/documents/{slug}/docx/?version=3", "/documents/{slug}/docx/?on=2001-01-01",
        "/documents/{slug}/docx/?on=rac", "/documents/{slug}/compare/docx/",
        "/documents/{slug}/compare/docx/?old=1&new=3",
        "/documents/{slug}/compare/docx/?old=1&new=1", "/documents/{slug}/compare/docx/?from=rac&to=2023-01-01",
        "/documents/{slug}/compare/docx/?from=2001-01-01", "/regulations/1.000001/versions/3/docx/",
        "/regulations/1.9/versions/1/docx/", "/regulations/1.000001/compare/1/3/docx/",
        "/regulations/1.000001/compare/1/1/docx/",
    ],
)  # fmt: skip
def test_what_is_not_public_is_not_there(client, document, regulation, address):
    assert client.get(address.format(slug=document.slug)).status_code == 404


def test_nothing_is_posted_and_other_spellings_lead_to_the_one_address(client, document, regulation):
    for address in (f"/documents/{document.slug}/docx/", "/regulations/1.000001/versions/1/docx/"):
        assert client.post(address).status_code == 405
    led = client.get(f"/documents/{document.slug.upper()}/docx/?version=1")
    assert led.status_code == 301 and led["Location"] == f"/documents/{document.slug}/docx/?version=1"


def test_pages_lead_to_their_files(client, document, regulation):
    for page, link in (
        (f"/documents/{document.slug}/", f"/documents/{document.slug}/docx/?version=2"),
        (
            f"/documents/{document.slug}/compare/?old=1&new=2",
            f"/documents/{document.slug}/compare/docx/?old=1&amp;new=2",
        ),
        ("/regulations/1.000001/", "/regulations/1.000001/versions/2/docx/"),
        ("/regulations/1.000001/compare/1/2/", "/regulations/1.000001/compare/1/2/docx/"),
    ):
        assert f'href="{link}"' in client.get(page).content.decode(), page
