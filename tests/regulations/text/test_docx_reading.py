"""Word files as plain text of law: what Word prints, and a list of all that it does not."""

import io
import unicodedata
import zipfile

import pytest

from regulations.text.docx.reading import read_docx
from regulations.text.structure import parse_structure
from tests.regulations.word_samples import (
    LAW,
    W,
    around,
    changed,
    comments,
    core,
    paragraph,
    paragraphs,
    relation,
    run,
    table,
    word,
    zipped,
)

BULLET = "\uf0b7"  # of the font Symbol
FILLER = paragraph("Văn bản này có đủ chữ để là một văn bản.")
PARAGRAPH_END_DELETED = '<w:rPr><w:del w:id="5" w:author="A"/></w:rPr>'
PARAGRAPH_END_HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=numbers)


def level(at: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LEGAL_LEVELS = (
    level(0, "upperRoman", "Chương %1")
    + level(1, "decimal", "Điều %2.", more='<w:lvlRestart w:val="0"/><w:pStyle w:val="Dieu"/>')
    + level(2, "decimal", "%3.")
    + level(3, "lowerLetter", "%4)")
)
NUMBERING = f"""<w:numbering {W}>
  <w:abstractNum w:abstractNumId="7">{LEGAL_LEVELS}</w:abstractNum>
  <w:abstractNum w:abstractNumId="8">{level(0, "decimal", "%1.", start=5)}{level(1, "decimal", "%1.%2.")}
    {level(2, "bullet", BULLET)}{level(3, "lowerRoman", "(%4)", more='<w:suff w:val="nothing"/>')}</w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="8"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""  # noqa: E501
STYLES = f"""<w:styles {W}>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="Dieu"><w:name w:val="Điều"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="DieuCon"><w:name w:val="Điều con"/><w:basedOn w:val="Dieu"/></w:style>
  <w:style w:type="paragraph" w:styleId="Kin"><w:name w:val="Kín"/><w:rPr><w:vanish/></w:rPr></w:style>
  <w:style w:type="character" w:styleId="Hoa"><w:name w:val="Hoa"/><w:rPr><w:caps/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Vong1"><w:name w:val="v1"/><w:basedOn w:val="Vong2"/></w:style>
  <w:style w:type="paragraph" w:styleId="Vong2"><w:name w:val="v2"/><w:basedOn w:val="Vong1"/></w:style>
</w:styles>"""  # noqa: E501


def styled(text: str, style: str) -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')


def text_of(body: str, **how) -> str:
    return read_docx(word(body, **how)).text


def found(body: str, **how) -> list[tuple]:
    """The findings without those of nothing: kind, paragraph, words, who."""
    return [(one.kind, one.paragraph, one.words, one.who) for one in read_docx(word(body, **how)).findings]


def test_lines_are_paragraphs():
    assert text_of(paragraphs(LAW)) == LAW


def test_automatic_numbers_are_written_out_as_they_are_printed():
    body = (
        numbered("QUY ĐỊNH CHUNG", 0) + styled("Phạm vi", "Dieu") + numbered("Một", 2) + numbered("a một", 3)
        + numbered("a hai", 3) + numbered("Hai", 2) + styled("Đối tượng", "DieuCon") + numbered("Lại một", 2)
        + numbered("ĐIỀU KHOẢN THI HÀNH", 0) + styled("Hiệu lực", "Dieu")
    )  # fmt: skip
    lines = text_of(body, parts={"numbering": NUMBERING, "styles": STYLES}).split("\n")
    assert lines == [
        "Chương I QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "1. Một", "a) a một", "b) a hai", "2. Hai", "Điều 2. Đối tượng",
        "1. Lại một", "Chương II ĐIỀU KHOẢN THI HÀNH", "Điều 3. Hiệu lực",
    ]  # fmt: skip
    labels = [one.label for one in parse_structure("\n".join(lines))]
    assert labels[-1] == "dieu-3" and "dieu-1-khoan-1-diem-b" in labels


def test_lists_begin_where_they_say_and_begin_anew_where_they_are_told_to():
    body = (
        numbered("năm", number=2) + numbered("sáu", number=2) + numbered("sáu một", 1, 2) + numbered("chấm", 2, 2)
        + numbered("La Mã", 3, 2) + numbered("một", number=3) + numbered("hai", number=3)
        + paragraph("Không số", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')
    )  # fmt: skip
    assert text_of(body, parts={"numbering": NUMBERING}).split("\n") == [
        "5. năm", "6. sáu", "6.1. sáu một", "- chấm", "(i)La Mã", "1. một", "2. hai", "Không số",
    ]  # fmt: skip


def test_a_number_that_no_list_defines_is_left_out():
    assert text_of(numbered("chữ của đoạn", 0, 99), parts={"numbering": NUMBERING}) == "chữ của đoạn"


def test_rows_of_tables_are_lines_and_lose_nothing():
    body = table(["STT", "Giấy tờ"], ["1", paragraph("Đơn") + paragraph("đề nghị")], ["2", table(["trong", "bảng"])])
    framed = table([paragraph("Điều 1. Trong khung") + paragraph("1. Một khoản")])
    assert text_of(body + framed).split("\n") == [
        "STT | Giấy tờ", "1 | Đơn đề nghị", "2 | trong | bảng", "Điều 1. Trong khung", "1. Một khoản",
    ]  # fmt: skip


def test_characters_come_in_the_one_form_that_is_stored():
    decomposed = unicodedata.normalize("NFD", "Điều 1. Điều kiện")
    body = paragraph(decomposed.replace(" ", "\u00a0")) + paragraph(
        "<w:r><w:t>Có</w:t><w:noBreakHyphen/><w:t>gạch</w:t><w:tab/><w:t>và</w:t><w:softHyphen/><w:br/><w:t>dòng</w:t>"
        '<w:sym w:font="Symbol" w:char="F0B7"/></w:r>'
    )
    assert text_of(body) == "Điều 1. Điều kiện\nCó-gạch và\ndòng•"


def test_capitals_that_a_style_makes_are_capitals():
    body = paragraph(run("quy định chung", "<w:caps/>")) + paragraph(run("thi hành", '<w:rStyle w:val="Hoa"/>'))
    assert text_of(body, parts={"styles": STYLES}) == "QUY ĐỊNH CHUNG\nTHI HÀNH"


def test_links_fields_and_controls_are_their_words():
    link = relation("hyperlink", "https://vi-du.vn/theo-doi", external=True)
    body = paragraph(
        '<w:hyperlink r:id="rId9"><w:r><w:t>Nghị định 15</w:t></w:r></w:hyperlink>',
        '<w:sdt><w:sdtContent><w:r><w:t> trong ô</w:t></w:r></w:sdtContent></w:sdt>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t> Điều 5</w:t></w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r>',
    )  # fmt: skip
    assert text_of(body, relations=link) == "Nghị định 15 trong ô Điều 5"


def test_tracked_changes_are_listed_and_the_text_is_the_accepted_one():
    body = paragraph(
        "Thời hạn ", changed("del", run("mười lăm")), changed("ins", run("mười")), changed("ins", run(" ngày")),
        changed("moveFrom", run(" đi")), changed("moveTo", run(" đến"), who="B"),
    )  # fmt: skip
    body += paragraph(run("đậm", '<w:rPrChange w:author="C"><w:rPr><w:vanish/></w:rPr></w:rPrChange>'))
    assert text_of(body) == "Thời hạn mười ngày đến\nđậm"
    assert found(body) == [
        ("inserted", 1, "mười ngày", "Nguyễn Văn Bí"), ("inserted", 1, " đến", "B"),
        ("deleted", 1, "mười lăm", "Nguyễn Văn Bí"), ("deleted", 1, " đi", "Nguyễn Văn Bí"),
        ("formatted", 2, "đậm", "C"),
    ]  # fmt: skip


def test_paragraphs_whose_end_is_deleted_or_hidden_become_one():
    body = (
        paragraph("Một ", properties=PARAGRAPH_END_DELETED) + paragraph("câu.")
        + paragraph(changed("del", run("Cả đoạn bị xóa")), properties=PARAGRAPH_END_DELETED) + paragraph("Sau")
        + paragraph(run("ẩn", "<w:vanish/>"), properties=PARAGRAPH_END_HIDDEN)
        + paragraph("Cuối", properties=PARAGRAPH_END_DELETED)
    )  # fmt: skip
    assert text_of(body) == "Một câu.\nSau\nCuối"


def test_a_deleted_row_is_gone_and_listed():
    row = '<w:tr><w:trPr><w:del w:id="1" w:author="A"/></w:trPr><w:tc>' + paragraph("hàng bị xóa") + "</w:tc></w:tr>"
    body = FILLER + f"<w:tbl>{row}<w:tr><w:tc>{paragraph('hàng còn')}</w:tc></w:tr></w:tbl>"
    assert text_of(body).endswith("\nhàng còn")
    assert ("deleted", 2, "hàng bị xóa", "") in found(body)


@pytest.mark.parametrize(
    ("hidden", "how"),
    [
        (run("ẩn", "<w:vanish/>"), {}),
        (run("ẩn", '<w:vanish w:val="true"/>'), {}),
        (changed("ins", run("ẩn", "<w:vanish/>")), {}),
    ],
)
def test_hidden_words_are_listed_and_not_taken(hidden, how):
    body = FILLER + paragraph("thấy ", hidden, run("được", '<w:vanish w:val="0"/>'))
    assert text_of(body).endswith("\nthấy được")
    assert [one[:3] for one in found(body)] == [("hidden", 2, "ẩn")]


def test_a_style_hides_words_too_and_a_circle_of_styles_ends():
    body = FILLER + styled("bí ẩn", "Kin") + styled("vòng quanh", "Vong1")
    assert "bí ẩn" not in text_of(body, parts={"styles": STYLES})
    assert text_of(body, parts={"styles": STYLES}).endswith("vòng quanh")
    assert ("hidden", 2, "bí ẩn", "") in found(body, parts={"styles": STYLES})


def test_what_stands_around_the_text_is_listed_and_not_taken():
    body = FILLER + paragraph(
        '<w:commentRangeStart w:id="0"/>', "câu có ghi chú", '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    parts = {
        "comments": comments(("Lê Kín", "chưa ổn")),
        "footnotes": around("footnotes", f'<w:footnote w:id="2">{paragraph("được sửa bởi NĐ 5")}</w:footnote>'),
        "header1": around("hdr", paragraph("đầu trang")),
        "footer1": around("ftr", paragraph("chân trang")),
        "settings": f'<w:settings {W}><w:docVars><w:docVar w:name="duong" w:val="D:\\mat"/></w:docVars></w:settings>',
    }
    more = {
        "docProps/core.xml": core(dc_creator="Người soạn", cp_lastModifiedBy="Người sửa", cp_revision="3"),
        "docProps/app.xml": "<Properties><Company>Công ty X</Company><Pages>4</Pages></Properties>",
        "docProps/custom.xml": '<Properties><property name="Mã"><lpwstr>K9</lpwstr></property></Properties>',
    }
    read = read_docx(word(body, parts=parts, more=more))
    assert read.text.endswith("\ncâu có ghi chú")
    assert [(one.kind, one.paragraph, one.words, one.who, one.name) for one in read.findings] == [
        ("comment", 2, "chưa ổn", "Lê Kín", ""), ("header", None, "đầu trang", "", ""),
        ("footer", None, "chân trang", "", ""), ("footnote", 2, "được sửa bởi NĐ 5", "", ""),
        ("property", None, "Người soạn", "", "creator"), ("property", None, "Người sửa", "", "lastModifiedBy"),
        ("property", None, "Công ty X", "", "Company"), ("property", None, "K9", "", "Mã"),
        ("property", None, "D:\\mat", "", "duong"),
    ]  # fmt: skip


def test_text_boxes_pictures_and_contents_are_listed_and_not_taken():
    box = f"<w:txbxContent>{paragraph('trong hộp')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:docPr id="1" name="x" descr="C:/anh.png"/><blip/>{box}'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = paragraph("Văn bản " * 20) + paragraph("chữ", drawing) + styled("Điều 1. Phạm vi ..... 3", "TOC1")
    how = {"parts": {"styles": STYLES}}
    assert text_of(body, **how).endswith("\nchữ")
    assert [one[:3] for one in found(body, **how)] == [
        ("text_box", 2, "C:/anh.png"), ("text_box", 2, "trong hộp"), ("contents", 3, "Điều 1. Phạm vi ..... 3"),
        ("picture", 2, ""),
    ]  # fmt: skip


def test_findings_are_counted_in_full_and_listed_up_to_a_measure():
    body = FILLER + "".join(paragraph("x", changed("ins", run("y" * 1000))) for _ in range(1000))
    read = read_docx(word(body))
    assert read.counts == {"inserted": 1000}
    assert len(read.findings) == 300 and all(len(one.words) == 300 for one in read.findings)


def test_the_strict_edition_of_the_format_is_read_alike():
    transitional, strict = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    parts = {}
    with zipfile.ZipFile(io.BytesIO(word(paragraphs(LAW)))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            text = text.replace(f"{transitional}wordprocessingml/2006/main", f"{strict}wordprocessingml/main")
            parts[name] = text.replace(
                f"{transitional}officeDocument/2006/relationships", f"{strict}officeDocument/relationships"
            )
    assert read_docx(zipped(parts)).text == LAW


def test_sentences_that_a_pdf_broke_over_lines_are_whole_again():
    broken = paragraphs("Điều 1. Phạm vi\nNghị định này quy định về điều kiện\nkinh doanh của tổ chức.\n1. Khoản một.")
    read = read_docx(word(broken))
    assert read.text.split("\n")[1] == "Nghị định này quy định về điều kiện kinh doanh của tổ chức."
    assert read.mended == 1
    rows = table(["giấy tờ", "số bản"], ["đơn đề nghị", "một"])
    assert read_docx(word(FILLER + rows)).text.split("\n")[1:] == ["giấy tờ | số bản", "đơn đề nghị | một"]
