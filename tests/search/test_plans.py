import datetime

import pytest

from regulations.drafting import start_draft
from regulations.models import Action, AgencySuccession, Kind
from regulations.signals import regulations_changed
from search.models import IndexJob, IndexTarget
from search.sources import rows_of
from tests.factories.plans import make_decision, make_implementation, make_item, make_plan, make_programme, publish_plan
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_field,
    make_regulation,
    make_version,
)
from tests.search.asking import ask, counts

pytestmark = pytest.mark.django_db


def plan_about(*titles, agency=None, kind=Kind.PROCEDURE, action=Action.SIMPLIFY, fields=(), **plan_fields):
    """A draft of a plan with one item a title."""
    agency = agency or make_agency()
    draft = make_plan(agency, **plan_fields)
    for title in titles:
        regulation = make_version(make_regulation(agency, kind=kind, fields=fields), title=title).regulation
        make_item(draft, regulation, action=action)
    return draft


def rows(plan_version):
    return {row.id: row for row in rows_of([("plan", plan_version.plan_id)])}


def items(address, **options):
    """The addresses of the items on the page, in order."""
    return [item.url for hit in ask(f"in=plans&{address}", **options).hits for item in hit.items]


def test_a_plan_has_a_row_and_each_of_its_items_one():
    programme = make_programme(name_vi="Cắt giảm quy định", number="68/NQ-CP")
    agency, field = make_agency("BCT"), make_field("Hóa chất", slug="hoa-chat")
    regulation = make_version(
        make_regulation(agency, code="1.004172", kind=Kind.PROCEDURE, fields=[field]),
        title="Cấp giấy phép hóa chất",
        papers=[{"name": "Đơn đề nghị"}, {"name": "Bản sao giấy đăng ký"}],
    ).regulation
    draft = make_plan(agency, title="Phương án hóa chất", summary="Bớt giấy tờ.", programme=programme)
    document = make_document("15/2018/NĐ-CP")
    item = make_item(
        draft, regulation, action=Action.REDUCE_PAPERS, rationale="Dữ liệu đã có.", proposed={"steps": "Nộp qua mạng."},
        provisions=[{"document": document, "label": "dieu-9", "note": "bỏ điểm b"}],
    )  # fmt: skip
    item.proposal.papers.filter(name__startswith="Bản sao").delete()
    version = publish_plan(draft)
    make_decision(version, number="1661/QĐ-TTg")
    found = rows(version)
    plan, row = found[f"p:{version.pk}:"], found[f"p:{version.pk}:1"]
    assert (plan.tab, plan.owner, plan.title) == ("plans", f"plan:{version.plan_id}", "Phương án hóa chất")
    assert (plan.kind, plan.action, plan.fields, plan.agencies) == ("", "", (), ("BCT",))
    assert plan.number_keys == ("1661-qd-ttg", "68-nq-cp")
    for text in ("Bớt giấy tờ.", "Cắt giảm quy định", "Cơ quan BCT"):
        assert text in plan.body
    assert (row.title, row.kind, row.action) == ("Cấp giấy phép hóa chất", "procedure", "reduce_papers")
    assert (row.fields, row.agencies) == (("hoa-chat",), ("BCT",))
    assert row.number_keys == ("1.004172", "15-2018-nd-cp", "1661-qd-ttg")
    for text in ("Dữ liệu đã có.", "Nộp qua mạng.", "Bản sao giấy đăng ký", "bỏ điểm b", "Giảm giấy tờ", "Hóa chất"):
        assert text in row.body
    # What stays as it is says nothing of the plan.
    assert "Đơn đề nghị" not in row.body


def test_drafts_and_unknown_plans_have_no_rows():
    draft = plan_about("Thủ tục")
    assert list(rows_of([("plan", draft.plan_id), ("plan", 999_999)])) == []


def test_a_plan_that_is_published_is_found_and_a_draft_never(index):
    plan_about("Thủ tục bí mật", title="Phương án bí mật")
    version = publish_plan(plan_about("Cấp phép vận tải", title="Phương án giao thông"))
    assert index() > 0
    assert ask("in=plans&q=bi+mat").total == 0
    [hit] = ask("in=plans&q=van+tai").hits
    assert (hit.plain_title, hit.url, hit.state) == ("Phương án giao thông", f"/plans/{version.plan_id}/", "proposed")
    [item] = hit.items
    assert item.title == "Cấp phép <mark>vận tải</mark>"
    assert (item.action_name, item.url) == ("Đơn giản hóa", f"/plans/{version.plan_id}/items/1/")
    assert ask("q=van+tai").tab_counts == {"regulations": 1, "documents": 0, "plans": 1}


def test_the_piece_that_matches_is_shown_and_led_to(index, client):
    agency = make_agency()
    draft = make_plan(agency)
    regulation = make_version(make_regulation(agency), papers=[{"name": "Bản sao hộ chiếu"}]).regulation
    item = make_item(draft, regulation, rationale="Giảm chi phí đi lại.", proposed={"steps": "Nộp tại bưu cục."})
    item.proposal.papers.all().delete()
    version = publish_plan(draft)
    index()
    for words, part, snippet, path in (
        ("chi+phi+di+lai", "", "Giảm <mark>chi phí đi lại</mark>.", "items/1/"),
        ("buu+cuc", "Trình tự thực hiện", "Nộp tại <mark>bưu cục</mark>.", "items/1/steps/"),
        ("ho+chieu", "Giấy tờ được bỏ", "Bản sao <mark>hộ chiếu</mark>", "items/1/"),
    ):
        [[found]] = [hit.items for hit in ask(f"in=plans&q={words}").hits]
        assert (found.part, found.snippet, found.url) == (part, snippet, f"/plans/{version.plan_id}/{path}")
        landed = client.get(found.url)
        assert landed.status_code == 302
        assert landed["Location"].startswith(f"/plans/{version.plan_id}/#muc-1")
        assert client.get(landed["Location"].partition("#")[0]).status_code == 200


def test_decisions_codes_and_numbers_find_plans_and_items(index):
    agency = make_agency()
    regulation = make_version(make_regulation(agency, code="1.004172")).regulation
    draft = make_plan(agency)
    make_item(draft, regulation, provisions=[{"document": make_document("15/2018/NĐ-CP"), "label": ""}])
    make_item(draft)
    version = publish_plan(draft)
    make_decision(version, items=version.items.filter(number=1), number="1661/QĐ-TTg")
    publish_plan()
    index()
    first = f"/plans/{version.plan_id}/items/1/"
    assert items("q=1.004172") == items("q=15/2018/nd-cp") == items("q=1661/qd-ttg") == [first]
    [hit] = ask("in=plans&q=quyết+định+1661/QĐ-TTg").hits
    assert hit.state == "approved"
    assert ask("in=plans&q=1661/qd-ttg").total == 2, "the plan itself has the number too"


def test_filters_and_their_counts(index):
    old, new = make_agency("BNN"), make_agency("BNNMT")
    AgencySuccession.objects.create(old=old, new=new, date=datetime.date(2025, 3, 1), primary=True)
    field = make_field(slug="dat-dai")
    publish_plan(plan_about("Một", "Hai", agency=old, kind=Kind.REPORT, action=Action.ABOLISH, fields=[field]))
    publish_plan(plan_about("Ba", agency=new))
    index()
    assert ask("in=plans").total == 5
    assert counts("in=plans", "action") == {"abolish": 2, "simplify": 1}
    assert counts("in=plans", "kind") == {"report": 2, "procedure": 1}
    assert counts("in=plans", "agency") == {"BNN": 3, "BNNMT": 5}
    assert counts("in=plans", "field") == {"dat-dai": 2}
    for address in ("action=abolish", "action=ABOLISH", "kind=report", "field=dat-dai", "agency=bnn&action=abolish"):
        assert ask(f"in=plans&{address}").total == 2
    assert ask("in=plans&action=reduce-papers&action=simplify").total == 1


def test_what_the_tab_lacks_is_ignored_and_said(client, embedded):
    publish_plan(plan_about("Thủ tục"))
    embedded()
    html = client.get("/search/?in=plans&status=in-force&industry=2018:C&type=luat").content.decode()
    assert html.count("Mục “Phương án cắt giảm” không có bộ lọc này") == 3
    assert 'name="in" value="plans"' in html
    assert "2 kết quả" in html


def test_as_of_a_day_the_version_of_that_day_speaks(index):
    from_plan = plan_about("Quy định gốc", title="Bản đề xuất", effective_from=datetime.date(2026, 2, 1))
    first = publish_plan(from_plan)
    second = publish_plan(next_version(first, title="Bản tiếp thu", effective_from=datetime.date(2026, 6, 1)))
    index()
    [hit] = ask("in=plans&q=quy+dinh+goc").hits
    assert (hit.plain_title, hit.url) == ("Bản tiếp thu", f"/plans/{first.plan_id}/")
    [hit] = ask("in=plans&q=quy+dinh+goc&on=2026-05-31").hits
    assert (hit.plain_title, hit.url) == ("Bản đề xuất", f"/plans/{first.plan_id}/versions/{first.number}/")
    assert hit.items[0].url == f"/plans/{first.plan_id}/versions/{first.number}/items/1/"
    assert ask("in=plans&on=2026-01-31").total == 0
    assert set(rows(second)) == {f"p:{version.pk}:{number}" for version in (first, second) for number in ("", 1)}


def next_version(version, **fields):
    draft = start_draft(identity=version.plan, by=version.drafted_by)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save()
    draft.save_revision(user=draft.drafted_by, clean=False)
    return draft


def test_what_an_implementation_does_to_the_state_is_seen_at_once(index):
    version = publish_plan(plan_about("Thủ tục"))
    make_decision(version)
    index()
    assert [hit.state for hit in ask("in=plans").hits] == ["approved"]
    make_implementation(version.items.get())
    assert [hit.state for hit in ask("in=plans").hits] == ["implemented"]


def test_a_change_of_a_regulation_is_a_job_for_the_plans_that_touch_it():
    version = publish_plan(plan_about("Thủ tục"))
    plan_about("Bản thảo")
    make_version()
    IndexTarget.objects.create(name="one")
    item = version.items.get()
    regulations_changed.send(sender=None, ids=[item.regulation_id])
    assert set(IndexJob.objects.values_list("kind", "key")) == {
        ("regulation", item.regulation_id),
        ("plan", version.plan_id),
    }


def test_publication_and_decision_are_jobs():
    draft = plan_about("Thủ tục")
    IndexTarget.objects.create(name="one")
    version = publish_plan(draft)
    assert list(IndexJob.objects.values_list("kind", "key")) == [("plan", version.plan_id)]
    make_decision(version)
    assert IndexJob.objects.filter(kind="plan", key=version.plan_id).count() == 2


def test_reading_many_takes_as_many_queries_as_reading_one(django_assert_num_queries, index):
    publish_plan(plan_about("Thủ tục một mình"))
    for number in range(6):
        publish_plan(plan_about(*(f"Nhiều {number} {n}" for n in range(3)), title=f"Phương án nhiều {number}"))
    index()
    for address, hits in (("q=mot+minh", 1), ("q=nhieu", 6)):
        with django_assert_num_queries(12):  # four of them are kept for seconds outside of tests
            assert len(ask(f"in=plans&{address}").hits) == hits


def test_texts_are_only_texts(client, embedded):
    agency = make_agency()
    draft = make_plan(agency, title="<script>alert(1)</script> & <b>cắt</b>", summary="<img src=x onerror=alert(1)>")
    make_item(
        draft,
        make_version(make_regulation(agency), title="<i>Thủ tục</i>").regulation,
        rationale='"><script>alert(2)</script> thủ tục',
    )
    publish_plan(draft)
    embedded()
    html = client.get("/search/?in=plans&q=thu+tuc+cat").content.decode()
    for hostile in ("<script>alert", "<b>cắt", "<img src=x", "<i>Thủ"):
        assert hostile not in html
    [hit] = client.get("/api/search?in=plans&q=thu+tuc+cat").json()["results"]
    assert hit["items"][0]["title"] == "<i>Thủ tục</i>"
    assert hit["items"][0]["highlight"]["title"] == "&lt;i&gt;<mark>Thủ tục</mark>&lt;/i&gt;"


def test_the_english_site_leads_to_english_addresses(client, embedded):
    version = publish_plan(plan_about("Cấp phép vận tải"))
    make_document_version()
    embedded()
    html = client.get("/en/search/?in=plans&q=van+tai").content.decode()
    assert f'href="/en/plans/{version.plan_id}/"' in html
    assert f'href="/en/plans/{version.plan_id}/items/1/"' in html
