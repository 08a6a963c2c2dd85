"""Citations inside texts: their spans and what they mean."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.citation_places import citations_in, words_of
from regulations.text.citations import KnownDocuments, Place, find_citations, law_key
from regulations.text.labels import wider_labels
from regulations.text.structure import parse_structure

MARKED = [
    json.loads(line) for line in Path(__file__).with_name("marked_citations.jsonl").read_text("utf-8").splitlines()
]
HERE = Place(document_key="15-2018-nd-cp", document_type="nghi-dinh", article="9", clause="2", point="a")
LAW = Place(document_key="61-2020-qh14", document_type="luat", chapter="III", article="9", clause="2", kind="article")


def cited(text, here=HERE):
    """Each citation as (its words, document, label)."""
    return [
        (text[one.start : one.end], "" if one.is_self else one.document_key or one.named_title, one.label)
        for one in find_citations(text, here=here)
    ]


def strict(row):
    """Of a marked sentence: what was marked and what is found, by span and target."""
    marked = {
        (one["start"], one["end"], one.get("document", ""), one.get("title", ""), one.get("year"), one.get("label", ""))
        for one in row["citations"]
    }
    found = {
        (one.start, one.end, one.document_key, one.named_title, one.year if one.named_title else None, one.label)
        for one in find_citations(row["text"], here=Place(**row["place"]))
    }
    return marked, found


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_what_was_marked_by_hand_is_found_and_nothing_else(part):
    """Sentences of real texts, marked before the code was written; the second part was not looked at to tune it."""
    pairs = [strict(row) for row in MARKED if row["part"] == part]
    right = sum(len(marked & found) for marked, found in pairs)
    precision = right / sum(len(found) for _marked, found in pairs)
    recall = right / sum(len(marked) for marked, _found in pairs)
    print(f"citations {part}: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.95


def test_enough_was_marked_in_many_documents():
    assert sum(len(row["citations"]) for row in MARKED) >= 200
    assert len({row["source"] for row in MARKED}) >= 150


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "theo điểm a khoản 2 Điều 15 Nghị định số 15/2018/NĐ-CP ngày 02/02/2018",
            [("điểm a khoản 2 Điều 15 Nghị định số 15/2018/NĐ-CP", "", "dieu-15-khoan-2-diem-a")],
        ),
        ("tại khoản 1 Điều này", [("khoản 1 Điều này", "", "dieu-9-khoan-1")]),
        ("tại điểm b khoản này và điểm này", [("điểm b khoản này", "", "dieu-9-khoan-2-diem-b"),
                                             ("điểm này", "", "dieu-9-khoan-2-diem-a")]),
        ("của Nghị định này.", [("Nghị định này", "", "")]),
        ("Điều 5 của Luật Đầu tư công", [("Điều 5 của Luật Đầu tư công", "Luật Đầu tư công", "dieu-5")]),
        (
            "các khoản 1, 2 và 3 Điều 7",
            [("khoản 1", "", "dieu-7-khoan-1"), ("2", "", "dieu-7-khoan-2"), ("3 Điều 7", "", "dieu-7-khoan-3")],
        ),
        (
            "các điểm a, b và đ khoản 2 Điều 9",
            [("điểm a", "", "dieu-9-khoan-2-diem-a"), ("b", "", "dieu-9-khoan-2-diem-b"),
             ("đ khoản 2 Điều 9", "", "dieu-9-khoan-2-diem-dd")],
        ),
        ("Điều 5, Điều 6", [("Điều 5", "", "dieu-5"), ("Điều 6", "", "dieu-6")]),
        (
            "từ Điều 5 đến Điều 8 của Nghị định này",
            [("Điều 5", "", "dieu-5"), ("", "", "dieu-6"), ("", "", "dieu-7"),
             ("Điều 8 của Nghị định này", "", "dieu-8")],
        ),
        (
            "từ điểm c đến điểm e khoản 1 Điều 3",
            [("điểm c", "", "dieu-3-khoan-1-diem-c"), ("", "", "dieu-3-khoan-1-diem-d"),
             ("", "", "dieu-3-khoan-1-diem-dd"), ("điểm e khoản 1 Điều 3", "", "dieu-3-khoan-1-diem-e")],
        ),
        (
            "khoản 2 Điều 15 và khoản 3 Điều 20 Nghị định số 46/2017/NĐ-CP",
            [("khoản 2 Điều 15", "46-2017-nd-cp", "dieu-15-khoan-2"),
             ("khoản 3 Điều 20 Nghị định số 46/2017/NĐ-CP", "46-2017-nd-cp", "dieu-20-khoan-3")],
        ),
        (
            "điểm a khoản 1 và khoản 2 Điều 5",
            [("điểm a khoản 1", "", "dieu-5-khoan-1-diem-a"), ("khoản 2 Điều 5", "", "dieu-5-khoan-2")],
        ),
        ("Điều 5 khoản 2 điểm a Luật Giá", [("Điều 5 khoản 2 điểm a Luật Giá", "Luật Giá", "dieu-5-khoan-2-diem-a")]),
        ("Chương II Nghị định này", [("Chương II Nghị định này", "", "chuong-ii")]),
        ("Mục 2 Chương II Nghị định này", [("Mục 2 Chương II Nghị định này", "", "chuong-ii-muc-2")]),
        (
            "Phụ lục I ban hành kèm theo Nghị định này",
            [("Phụ lục I ban hành kèm theo Nghị định này", "", "phu-luc-i")],
        ),
        ("Bộ luật Lao động năm 2019 có", [("Bộ luật Lao động năm 2019", "Bộ luật Lao động", "")]),
        ("Luật Đầu tư số 61/2020/QH14 và", [("Luật Đầu tư số 61/2020/QH14", "61-2020-qh14", "")]),
        ("theo 03/2022/TT-BTP thì", [("03/2022/TT-BTP", "3-2022-tt-btp", "")]),
        ("Nghị quyết số 68-NQ/TW", [("Nghị quyết số 68-NQ/TW", "68-nq-tw-dang", "")]),
        ("Nghị quyết số 68/NQ-CP", [("Nghị quyết số 68/NQ-CP", "68-nq-cp", "")]),
        ("nghị định 46/2017/ND-CP", [("nghị định 46/2017/ND-CP", "46-2017-nd-cp", "")]),
        ("Nghị định 46/2017", [("Nghị định 46/2017", "46-2017-nd-cp", "")]),
        ("khoản 1\nĐiều 7 Nghị định này", [("khoản 1\nĐiều 7 Nghị định này", "", "dieu-7-khoan-1")]),
        (
            "Luật Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ và Luật Giá",
            [("Luật Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ",
              "Luật Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ", ""), ("Luật Giá", "Luật Giá", "")],
        ),
        ("Luật Mua bán thảo dược theo", [("Luật Mua bán thảo dược", "Luật Mua bán thảo dược", "")]),
        ("QCVN 01:2009/BYT", [("QCVN 01:2009/BYT", "qcvn-1-2009-byt", "")]),
    ],
)  # fmt: skip
def test_every_form_of_citation(text, found):
    assert cited(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "quy định này", "Quy định này không áp dụng", "điều này không đúng", "khoản 500.000 đồng", "đạt 3 điểm",
        "điểm 5 trở lên", "điểm y tế xã", "điều 5.000 người", "luật sư", "pháp luật về đất đai", "theo luật định",
        "số 12/2021/HĐMB", "ngày 15/2018", "tỷ lệ 3/4", "Điều kiện 5", "Chương trình 135",
        "Phụ lục V BẢNG TIÊU CHÍ", "Điều 6. Hồ sơ", "Chương II", "mục 3 của mẫu", "các Nghị định, Thông tư",
    ],
)  # fmt: skip
def test_what_only_looks_like_one(text):
    assert cited(text) == []


def test_what_lies_within_ranges_is_told_once_however_often():
    found = cited("từ Điều 1 đến Điều 90; " * 300)
    assert len(found) == 88 + 600
    assert cited("từ Điều 1 đến Điều 999") == [("Điều 1", "", "dieu-1"), ("Điều 999", "", "dieu-999")]


def test_words_that_need_a_place_are_not_guessed_without_one():
    nowhere = Place(document_key="15-2018-nd-cp", document_type="nghi-dinh")
    assert cited("khoản 1 Điều này; khoản này; điểm này; Chương này; Phụ lục này", nowhere) == []


def test_clauses_that_open_in_the_text_are_followed():
    text = "1. Theo khoản này.\n2. Theo:\na) điểm này;\nb) điểm a khoản này."
    assert [label for _words, _document, label in cited(text, Place(article="7", kind="article"))] == [
        "dieu-7-khoan-1", "dieu-7-khoan-2-diem-a", "dieu-7-khoan-2-diem-a",
    ]  # fmt: skip


def test_a_chapter_and_a_section_of_this_one():
    assert cited("Mục 1 Chương này và Chương này", LAW) == [
        ("Mục 1 Chương này", "", "chuong-iii-muc-1"),
        ("Chương này", "", "chuong-iii"),
    ]


def test_an_amending_article_means_the_document_it_amends():
    text = (
        "Sửa đổi, bổ sung một số điều của Luật Giá\n1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:\n"
        "“2. Theo khoản 1 Điều này và Điều 6 của Luật này.”.\n2. Bãi bỏ Điều 8."
    )
    amending = Place(document_key="64-2025-qh15", document_type="luat", article="1", kind="article")
    assert cited(text, amending) == [
        ("Luật Giá", "Luật Giá", ""),
        ("khoản 2 Điều 5", "Luật Giá", "dieu-5-khoan-2"),
        ("khoản 1 Điều này", "Luật Giá", "dieu-5-khoan-1"),
        ("Điều 6 của Luật này", "Luật Giá", "dieu-6"),
        ("Điều 8", "Luật Giá", "dieu-8"),
    ]


def test_an_article_that_amends_nobody_knows_what_cites_nothing_of_its_own():
    rows = parse_structure("Điều 3. Sửa đổi, bổ sung một số khoản của Điều 11\n1. Sửa đổi khoản 1 Điều 11 như sau:")
    assert [found.label for _row, found in citations_in(rows, document=Place(document_key="1-2026-nd-cp"))] == []


def test_the_title_says_what_is_amended_where_the_article_does_not():
    rows = parse_structure("Điều 3. Sửa đổi, bổ sung một số khoản của Điều 11\n1. Sửa đổi khoản 1 Điều 11 như sau:")
    title = "Sửa đổi, bổ sung một số điều của Nghị định số 46/2017/NĐ-CP"
    found = [one for _row, one in citations_in(rows, document=Place(document_key="1-2026-nd-cp"), title=title)]
    assert [(one.document_key, one.label) for one in found] == [
        ("46-2017-nd-cp", "dieu-11"), ("46-2017-nd-cp", "dieu-11-khoan-1"),
    ]  # fmt: skip


def test_each_provision_of_a_text_is_read_in_its_place():
    text = (
        "Chương II\nHỒ SƠ\nĐiều 5. Hồ sơ theo Luật Giá\n1. Theo khoản 2 Điều này:\na) theo khoản này;\n2. Chương này."
    )
    found = [
        (row.label, words_of(row.heading, row.text)[one.start : one.end], one.label)
        for row, one in citations_in(parse_structure(text), document=Place(document_key="1-2026-nd-cp"))
    ]
    assert found == [
        ("dieu-5", "Luật Giá", ""),
        ("dieu-5-khoan-1", "khoản 2 Điều này", "dieu-5-khoan-2"),
        ("dieu-5-khoan-1-diem-a", "khoản này", "dieu-5-khoan-1"),
        ("dieu-5-khoan-2", "Chương này", "chuong-ii"),
    ]


def test_a_law_of_the_type_in_another_document_is_the_one_named_before():
    assert cited("Luật Giá quy định; Điều 4 của Luật này", HERE)[1] == (
        "Điều 4 của Luật này", "Luật Giá", "dieu-4",
    )  # fmt: skip


def test_known_documents_resolve_keys_names_and_the_nearest_provision():
    known = KnownDocuments(
        [
            ("61-2020-qh14", "Luật Đầu tư 2020 số 61/2020/QH14", ["dieu-7"]),
            ("67-2014-qh13", "Luật Đầu tư năm 2014", []),
            ("45-2019-qh14", "Bộ luật Lao động", ["dieu-3"]),
            ("3-2016-qh14", "Luật Đầu tư sửa đổi Phụ lục 4", []),
        ]
    )

    def resolved(text):
        return [known.resolve(one) for one in find_citations(text, here=HERE)]

    assert resolved("điểm a khoản 2 Điều 7 Luật Đầu tư số 61/2020/QH14") == [("61-2020-qh14", "dieu-7")]
    assert resolved("Luật Đầu tư năm 2014") == [("67-2014-qh13", "")]
    assert resolved("Điều 3 Bộ luật Lao động") == [("45-2019-qh14", "dieu-3")]
    assert resolved("Luật Đầu tư") == [None]
    assert resolved("Điều 99 Bộ luật Lao động") == [None]
    assert resolved("Luật Giá; Nghị định số 1/2001/NĐ-CP") == [None, None]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Bộ luật Lao động 2019 số 45/2019/QH14 áp dụng 2024", "bo-luat-lao-dong"),
        ("Luật doanh nghiệp", "luat-doanh-nghiep"),
        ("Luật Dầu khí 2000 sửa đổi số 19/2000/QH10", ""),
        ("Luật sửa đổi, bổ sung một số điều của Luật Giá", "luat-sua-doi-bo-sung-mot-so-dieu-cua-luat-gia"),
        ("Quy định chi tiết Luật Giá", ""),
    ],
)
def test_the_key_of_a_laws_name(title, key):
    assert law_key(title) == key


def test_the_provisions_around_one():
    assert wider_labels("dieu-5-khoan-2-diem-a") == ["dieu-5-khoan-2", "dieu-5"]
    assert wider_labels("chuong-ii-muc-1") == ["chuong-ii"]
    assert wider_labels("dieu-5") == []


PIECES = ["điểm a", "khoản 2", "Điều 15", "Điều này", "Luật này", " ", ", ", " và ", " đến ", "\n", "các ", "“",
          "”.", "Nghị định số 15/2018/NĐ-CP", "Luật Giá", "Sửa đổi", " như sau:", "1. ", "a) ",
          "Phụ lục I", "x", "<b>"]  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_spans_lie_in_the_text_in_order_and_do_not_overlap(text):
    end = 0
    for found in find_citations(text, here=HERE):
        assert end <= found.start <= found.end <= len(text)
        end = found.end
