"""The engines agree: a reader gets the same ten, in the same order, whichever one answers."""

import random
from dataclasses import replace

import pytest

from search.parser import compile_query
from search.query import SearchQuery
from search.schema import DOCUMENTS, PLANS, REGULATIONS
from tests.contract.conftest import SERVED, make_engine, remove
from tests.contract.corpus import TODAY, ask, plan_row, provision, rebuild, regulation

TEXT = (
    "cấp giấy phép kinh doanh điều kiện hồ sơ thủ tục cơ quan doanh nghiệp hóa chất xăng dầu thực phẩm an toàn "
    "báo cáo lao động kiểm tra nhập khẩu xuất khẩu quy chuẩn kỹ thuật chứng nhận thời hạn ngày làm việc phí lệ phí"
)
WORDS = TEXT.split()


def corpus():
    """360 rows of words drawn unevenly, as in real texts; some are twins, so that equal scores occur. Lengths differ,
    so that no two scores are apart by a rounding only."""
    draw = random.Random(20261122)

    def text(length):
        return " ".join(WORDS[int(len(WORDS) * draw.random() ** 1.7)] for _ in range(length))

    rows = [regulation(f"r:{n}", text(draw.randint(4, 14)), text(draw.randint(20, 200))) for n in range(180)]
    rows += [regulation(f"r:{n + 200}", rows[n].title, rows[n].body) for n in range(20)]
    rows += [
        provision(f"d:{n}", f"Điều {n}. {text(5)}", text(80), number=f"{n % 9 + 1}/2020/NĐ-CP") for n in range(100)
    ]
    for n in range(60):
        titled, said = text(draw.randint(4, 14)), text(draw.randint(20, 120))
        action = ("abolish", "simplify", "reduce_papers")[n % 3]
        rows.append(plan_row(f"p:1:{n}", titled, said, action=action, numbers=[f"{n % 9 + 1}/2020/NĐ-CP"]))
    return rows


def questions():
    """Questions of one to twelve words, with phrases, exclusions and numbers among them."""
    draw = random.Random(1)
    for n in range(80):
        start, length = draw.randrange(len(WORDS) - 12), draw.randint(1, 12)
        words = WORDS[start : start + length] if n % 2 else draw.sample(WORDS, length)
        yield " ".join(words)
    yield from ('"kinh doanh"', "giấy phép -xăng", "kinh doanh 5/2020/NĐ-CP", "nghị định 5/2020", "")


def in_other_words():
    """Questions that are asked in two or three wordings at once."""
    asked = [[compile_query(SearchQuery(on=TODAY, text=text, tab=tab, page_size=10)) for text in questions() if text]
             for tab in (REGULATIONS, DOCUMENTS)]  # fmt: skip
    for queries in asked:
        for first, second, third in zip(queries[::3], queries[1::3], queries[2::3], strict=False):
            worded = [query.wordings[0] for query in (first, second, third) if query.wordings[0].syllables]
            yield replace(first, wordings=tuple(worded[:2]))
            yield replace(first, wordings=tuple(worded))


@pytest.fixture(scope="module")
def embedded():
    engine, _ = make_engine("tantivy-memory", None)
    rebuild(engine, corpus())
    return engine


@pytest.mark.parametrize("kind", [engine.id for engine in SERVED])
@pytest.mark.parametrize("shards", [1, 3])
def test_same_ten_and_same_counts(embedded, kind, shards, tmp_path):
    engine, _ = make_engine(kind, tmp_path, shards=shards)
    try:
        rebuild(engine, corpus())
        for text in questions():
            for tab in ("regulations", DOCUMENTS, PLANS):
                expected, found = (ask(e, text, tab=tab, page_size=10) for e in (embedded, engine))
                assert found == expected, text
        for query in in_other_words():
            assert engine.search(query) == embedded.search(query), query
    finally:
        remove(engine)
