"""Facets, filters, tabs, order and pages, in every engine."""

import pytest

from search.query import Sort
from search.schema import DOCUMENTS, PLANS, REGULATIONS
from tests.contract.corpus import ask, rebuild, regulation


def test_facets_count_the_matching_set(engine):
    found = ask(engine, "kinh doanh")
    assert found.total == 3
    assert found.facets["kind"] == {"procedure": 2, "condition": 1}
    assert found.facets["status"] == {"in-force": 2, "abolished": 1}
    assert found.facets["agency"] == {"BCT": 3}
    assert found.facets["industry"] == {"2018:G": 2, "2018:46": 1, "2018:4669": 1, "2018:47": 1}
    assert set(found.facets) == {"kind", "status", "agency", "field", "industry"}


def test_facet_leaves_out_its_own_filter_only(engine):
    found = ask(engine, filters={"kind": ("condition",)})
    assert found.ids == ("r:2",)
    assert found.facets["kind"] == {"procedure": 2, "condition": 1, "report": 1}
    assert found.facets["agency"] == {"BCT": 1}


def test_values_of_one_filter_are_alternatives_and_filters_add_up(engine):
    assert set(ask(engine, filters={"kind": ("condition", "report")}).ids) == {"r:2", "r:3"}
    assert ask(engine, filters={"kind": ("condition", "report"), "agency": ("BYT",)}).ids == ("r:3",)
    assert ask(engine, filters={"industry": ("2018:46",)}).ids == ("r:1",)


def test_count_of_every_tab(engine):
    assert ask(engine, "thực phẩm").tab_counts == {REGULATIONS: 0, DOCUMENTS: 2, PLANS: 0}
    assert ask(engine, "thực phẩm", tab=DOCUMENTS).tab_counts == {REGULATIONS: 0, DOCUMENTS: 2, PLANS: 0}
    assert ask(engine, "hóa chất", tab=PLANS).tab_counts == {REGULATIONS: 1, DOCUMENTS: 0, PLANS: 2}
    assert ask(engine).tab_counts == {REGULATIONS: 4, DOCUMENTS: 6, PLANS: 3}


def test_other_tab_is_counted_under_the_filters_it_has(engine):
    assert ask(engine, filters={"kind": ("condition",)}).tab_counts == {REGULATIONS: 1, DOCUMENTS: 6, PLANS: 1}
    assert ask(engine, filters={"agency": ("CP",)}).tab_counts == {REGULATIONS: 0, DOCUMENTS: 6, PLANS: 0}
    abolished = ask(engine, tab=PLANS, filters={"action": ("abolish",)})
    assert abolished.tab_counts == {REGULATIONS: 4, DOCUMENTS: 6, PLANS: 1}


def test_document_facets(engine):
    found = ask(engine, tab=DOCUMENTS)
    assert found.facets["doc_type"] == {"nghi-dinh": 3, "nghi-quyet": 3}
    assert set(found.facets) == {"doc_type", "status", "agency"}


def test_plan_facets(engine):
    found = ask(engine, tab=PLANS)
    assert found.facets == {
        "action": {"abolish": 1, "reduce_papers": 1},
        "kind": {"condition": 1, "procedure": 1},
        "agency": {"BCT": 3},
        "field": {"hoa-chat": 1, "xang-dau": 1},
    }
    found = ask(engine, tab=PLANS, filters={"action": ("abolish",)})
    assert found.ids == ("p:2:2",)
    assert (found.facets["action"], found.facets["kind"]) == ({"abolish": 1, "reduce_papers": 1}, {"condition": 1})


def test_orders(engine):
    assert ask(engine, "kinh doanh", sort=Sort.NEWEST).ids == ("r:2", "r:1", "r:5")
    assert ask(engine, sort=Sort.TITLE).ids == ("r:3", "r:1", "r:2", "r:5")
    # Điều 2 before Điều 10.
    found = ask(engine, "15/2018/NĐ-CP", tab=DOCUMENTS, sort=Sort.TITLE)
    assert found.ids == ("d:1:dieu-1", "d:1:dieu-2", "d:1:dieu-10")


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "giấy phép", "giấy phép con"])
def test_pages_are_cut_from_one_order_even_among_equals(empty, sort, text):
    rows = [regulation(f"r:{n:03d}", "Giấy phép con", "Như nhau") for n in range(45)]
    rebuild(empty, rows)
    pages = [ask(empty, text, sort=sort, page=page, page_size=10) for page in range(1, 7)]
    assert [len(page.ids) for page in pages] == [10, 10, 10, 10, 5, 0]
    assert {page.total for page in pages} == {45}
    assert [row_id for page in pages for row_id in page.ids] == [row.id for row in rows]


def test_page_behind_the_last_result_is_empty(engine):
    found = ask(engine, "kinh doanh", page=500)
    assert (found.ids, found.total) == ((), 3)
