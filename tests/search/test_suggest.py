import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from regulations.models import State
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.models import Synonym
from search.rebuild import rebuild
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_field,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_meant(db):
    """The portal begins with a list of synonyms; here only what a test says is meant."""
    Synonym.objects.all().delete()


def ask(client, typed: str, **more) -> dict:
    response = client.get("/search/suggest/", {"q": typed} | more)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    return response.json()


def offered(client, typed: str, **more) -> dict[str, list[str]]:
    """What is offered, by group: number and title in one line, what was typed in brackets."""
    return {group["kind"]: [_line(item) for item in group["items"]] for group in ask(client, typed, **more)["groups"]}


def _line(item: dict) -> str:
    texts = (item.get("number", []), item["title"])
    return " ".join(filter(None, ("".join(f"[{p}]" if n % 2 else p for n, p in enumerate(text)) for text in texts)))


def test_regulations_documents_and_phrases_are_offered(client, index):
    field = make_field("Giấy tờ có giá", slug="giay-to")
    regulation = make_version(make_regulation(code="1.004172", fields=[field]), title="Cấp giấy phép con").regulation
    document = make_document_version(make_document("15/2018/NĐ-CP", title="Về giấy phép"), number=1).document
    index()
    answer = ask(client, "giay")
    assert [(group["kind"], group["title"]) for group in answer["groups"]] == [
        ("regulations", "Quy định"),
        ("documents", "Văn bản pháp luật"),
        ("phrases", "Tìm theo cụm từ"),
    ]
    assert (answer["label"], answer["said"]) == ("Gợi ý", "Có 3 gợi ý.")
    [[of_regulation], [of_document], [phrase]] = [group["items"] for group in answer["groups"]]
    assert of_regulation == {
        "title": ["Cấp ", "giấy", " phép con"],
        "number": ["1.004172"],
        "url": reverse("regulations:regulation", args=[regulation.code]),
    }
    assert (of_document["number"], of_document["url"]) == (["15/2018/NĐ-CP"], document.get_absolute_url())
    assert phrase == {"title": ["", "Giấy", " tờ có giá"]}
    for item in (of_regulation, of_document):
        assert client.get(item["url"]).status_code == 200


def test_a_number_or_code_is_found_half_typed(client, index):
    make_document_version(make_document("15/2018/NĐ-CP", title="Về thực phẩm"))
    make_version(make_regulation(code="1.004172"), title="Cấp phép")
    index()
    assert offered(client, "15/20") == {"documents": ["[15/20]18/NĐ-CP Về thực phẩm"]}
    assert offered(client, "nghị định 15/2018/n") == {"documents": ["[15/2018/N]Đ-CP Về thực phẩm"]}
    assert offered(client, "nghị định 1") == {"documents": ["[1]5/2018/NĐ-CP Về thực phẩm"]}
    assert offered(client, "1.0041") == {"regulations": ["[1.0041]72 Cấp phép"]}


def test_what_is_typed_with_accents_without_or_decomposed_is_the_same(client, index):
    make_version(make_regulation(code="TN-1"), title="Chế độ kỹ thuật của công ty")
    index()
    for typed in ("che do ky", "chế độ kỹ", "CHẾ ĐỘ KỸ", "che\u0302\u0301 đo\u0323\u0302 ky\u0303"):
        assert offered(client, typed) == {"regulations": ["TN-1 [Chế độ kỹ] thuật của công ty"]}
    assert offered(client, "công t") == {"regulations": ["TN-1 Chế độ kỹ thuật của [công t]y"]}


def test_the_tab_that_is_searched_comes_first_and_has_more(client, index):
    for number in range(7):
        make_version(title=f"Hồ sơ {number}")
        make_document_version(make_document(f"{number}/2018/NĐ-CP", title=f"Về hồ sơ {number}"))
    index()

    def lengths(**more):
        return [(kind, len(found)) for kind, found in offered(client, "hồ s", **more).items()]

    assert lengths() == lengths(**{"in": "plans"}) == lengths(**{"in": "x"}) == [("regulations", 5), ("documents", 3)]
    assert lengths(**{"in": "documents"}) == [("documents", 5), ("regulations", 3)]


def test_only_what_the_public_may_see_today_is_offered(client, index):
    today = timezone.localdate()
    make_draft(title="Hồ sơ chưa công bố")
    make_version(make_regulation(code="TN-1"), title="Hồ sơ bãi bỏ", state=State.ABOLISHED)
    make_version(make_regulation(code="TN-2"), title="Hồ sơ sắp tới", effective_from=today + datetime.timedelta(9))
    changed = make_regulation(code="TN-3")
    make_version(changed, title="Hồ sơ trước kia", effective_from=today - datetime.timedelta(99))
    make_version(changed, title="Hồ sơ bây giờ", effective_from=today - datetime.timedelta(9))
    make_document_version(make_document("1/2018/NĐ-CP", title="Hồ sơ không ngày"), effective_from=None)
    index()
    assert offered(client, "hồ s") == {
        "regulations": ["TN-3 [Hồ s]ơ bây giờ", "TN-2 [Hồ s]ơ sắp tới", "TN-1 [Hồ s]ơ bãi bỏ"],
        "documents": ["1/2018/NĐ-CP [Hồ s]ơ không ngày"],
    }
    notes = [item.get("note") for group in ask(client, "hồ s")["groups"] for item in group["items"]]
    assert notes == [None, "Sắp có hiệu lực", "Hết hiệu lực", "Chưa rõ hiệu lực"]


def test_what_was_withdrawn_is_not_offered_whatever_the_index_says(client, index):
    kept = [make_version(make_regulation(code=f"TN-{n}"), title=f"Hồ sơ {n}") for n in range(9)]
    index()
    for version in kept[:5]:
        type(version).objects.filter(pk=version.pk).update(live=False)
    assert offered(client, "hồ s") == {"regulations": [f"TN-{n} [Hồ s]ơ {n}" for n in range(5, 9)]}


def test_a_name_changed_today_is_offered_as_soon_as_the_index_has_it(client, index):
    regulation = make_version(make_regulation(code="TN-1"), title="Hồ sơ", effective_from=datetime.date(2020, 1, 1))
    index()
    make_version(regulation.regulation, title="Giấy tờ", effective_from=datetime.date(2021, 1, 1))
    index()
    assert offered(client, "hồ s") == {}
    assert offered(client, "giấy t") == {"regulations": ["TN-1 [Giấy t]ờ"]}


def test_phrases_are_kinds_fields_agencies_and_what_staff_say(client, embedded):
    chemistry = make_field("Hóa chất", slug="hoa-chat")
    make_field("Hóa đơn", slug="hoa-don")
    make_version(make_regulation(make_agency("BCT", name_vi="Bộ Công Thương"), fields=[chemistry]), title="X")
    Synonym.objects.create(typed="GPKD", meant="giấy phép kinh doanh")
    Synonym.objects.create(typed="GPXX", meant="giấy phép cũ", active=False)
    embedded()
    assert offered(client, "hoa") == {"phrases": ["[Hóa] chất"]}
    assert offered(client, "thuong bo") == {"phrases": ["Bộ Công [Thương]"]}
    assert offered(client, "thủ t") == {"phrases": ["[Thủ t]ục hành chính"]}
    assert offered(client, "gp") == {"phrases": ["giấy phép kinh doanh"]}
    [group] = ask(client, "gpkd")["groups"]
    assert group["items"] == [{"title": ["giấy phép kinh doanh"], "note": "GPKD"}]
    assert offered(client, "hóa chất") == {}
    Synonym.objects.create(typed="alcohol", meant="rượu", language=Synonym.Language.ENGLISH)
    assert [ask(client, typed)["groups"][0]["items"][0].get("note") for typed in ("rượ", "alco")] == [None, "alcohol"]


def test_in_english_phrases_are_found_by_their_english_names(client, embedded):
    make_version(make_regulation(fields=[make_field("Hóa chất", slug="hoa-chat", name_en="Chemicals")]))
    embedded()
    answer = client.get("/en/search/suggest/?q=chem").json()
    assert answer["groups"][0]["items"] == [{"title": ["Hóa chất"], "note": "Chemicals"}]


def test_too_little_or_nothing_known_offers_nothing(client, embedded):
    for typed in ("", "g", "?!", " ", "khongcogi"):
        assert ask(client, typed) == {"label": "Gợi ý", "said": "Không có gợi ý.", "groups": []}


@pytest.fixture
def nothing(tmp_path):
    """Engines of which none has been built."""
    yield (TantivyEngine(tmp_path / name) for name in ("one", "another"))
    reset_engine()


def test_without_an_index_only_phrases_are_offered(client, nothing):
    make_version(make_regulation(fields=[make_field("Hóa chất", slug="hoa-chat")]), title="Hóa chất mới")
    reset_engine(next(nothing), stand_in=next(nothing))
    assert offered(client, "hóa") == {"phrases": ["[Hóa] chất"]}


def test_the_index_of_the_host_is_enough_and_so_is_that_of_all_hosts(client, nothing):
    make_version(make_regulation(code="TN-1"), title="Hồ sơ")
    built = TantivyEngine()
    reset_engine(built)
    rebuild()
    for engine, stand_in in ((next(nothing), built), (built, next(nothing))):
        reset_engine(engine, stand_in=stand_in)
        assert offered(client, "hồ s") == {"regulations": ["TN-1 [Hồ s]ơ"]}


def test_no_address_is_an_error(client, embedded):
    make_version(title="Hồ sơ")
    embedded()
    for query in (
        "q=%00",
        "q=" + "a" * 10_000,
        "q=" + "gi+" * 1_000,
        "q=%ff%fe",
        "q=h%C3",
        "q=__pk__&in=%00",
        "in[]=x",
    ):
        assert client.get(f"/search/suggest/?{query}").status_code == 200
    assert type(client)(enforce_csrf_checks=True).post("/search/suggest/").status_code == 405


def test_it_asks_the_database_little(client, embedded, django_assert_max_num_queries):
    make_version(title="Hồ sơ")
    make_document_version(make_document("15/2018/NĐ-CP", title="Hồ sơ"))
    embedded()
    rebuild()
    # One for regulations, two for documents, three for phrases where none are kept.
    with django_assert_max_num_queries(6):
        assert len(offered(client, "hồ sơ")) == 2
