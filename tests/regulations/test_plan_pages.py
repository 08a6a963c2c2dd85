"""A plan through its address: each state of it and of its items, any version, and nothing of what is not published."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from regulations import sections
from regulations.drafting import draft_correction, draft_from
from regulations.models import Action, AgencySuccession, CostLine, PlanItem, PlanVersion
from regulations.plan_pages.page import ITEMS_ON_A_PAGE, preview_page
from tests.factories.plans import (
    controller_of,
    make_decision,
    make_implementation,
    make_item,
    make_plan,
    make_programme,
    officer_of,
    publish_plan,
)
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_regulation,
    make_version,
)
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def day(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


@pytest.fixture
def agency():
    return make_agency("BCT", name_vi="Bộ Công Thương")


@pytest.fixture
def draft(agency):
    return make_plan(
        agency,
        title="Phương án <i>2026</i>",
        summary="Bỏ giấy tờ & rút thời hạn.",
        programme=make_programme("nq-66", name_vi="Chương trình 66"),
        effective_from=day(-40),
    )


def regulation_of(agency, code, **version):
    regulation = make_regulation(agency, code=code)
    make_version(regulation, effective_from=day(-400), **version)
    return regulation


def simplified(draft, agency, **fields):
    """An item that changes one part, a paper and a time limit, with cost figures on both sides."""
    regulation = regulation_of(
        agency,
        "1.000001",
        title="Cấp giấy phép <b>",
        papers=[{"name": "Đơn đề nghị"}, {"name": "Bản sao chứng thực"}],
        time_limits=[{"number": 15, "unit": "working_days"}],
        times_per_year=2,
        subjects_per_year=100,
    )
    base = regulation.versions.get()
    CostLine.objects.create(version=base, activity="Nộp hồ sơ", hours="4", hourly_income=50_000)
    item = make_item(draft, regulation, proposed={"steps": "Nộp hồ sơ điện tử <script>."}, **fields)
    proposal = item.proposal
    proposal.papers.set([proposal.papers.all()[0]])
    limit = proposal.time_limits.all()[0]
    limit.number = 10
    proposal.time_limits.set([limit])
    line = proposal.cost_lines.all()[0]
    line.hours = "0.5"
    proposal.cost_lines.set([line])
    proposal.save()
    proposal.save_revision(user=draft.drafted_by, clean=False)
    return item


def test_an_item_s_proposed_text_stands_against_the_current_one(client, draft, agency):
    document = make_document("15/2018/NĐ-CP")
    make_document_version(document)
    simplified(
        draft, agency, rationale="Đã có trong cơ sở dữ liệu.\n<b>", deadline=day(30),
        provisions=[{"document": document, "label": "dieu-2-khoan-1", "note": "Bỏ điểm b"}],
    )  # fmt: skip
    version = publish_plan(draft)
    response = client.get(version.plan.get_absolute_url())
    text, html = words(response), response.content.decode()
    assert response.status_code == 200 and not response.cookies
    assert "Phương án &lt;i&gt;2026&lt;/i&gt;" in text and "Bỏ giấy tờ &amp; rút thời hạn." in text
    assert "Chương trình 66" in text and "Bộ Công Thương" in text and "Chưa có quyết định phê duyệt" in text
    assert "chưa được phê duyệt" in text and "Quy định hiện hành vẫn áp dụng" in text
    assert "1 phần thay đổi, bớt 1 giấy tờ, thời hạn 15 → 10 ngày làm việc" in text
    assert "[thêm: Nộp hồ sơ điện tử &lt;script&gt;.]" in re.sub(r"\s*([\[\]])\s*", r"\1", text).replace("] ", "]")
    assert "<script>." not in html and 'id="muc-1"' in html and 'id="muc-1-steps"' in html
    assert "Không thay đổi: Cách thức thực hiện" in text and 'id="muc-1-channels"' in html
    assert "Đã có trong cơ sở dữ liệu. &lt;b&gt;" in text and "Bỏ điểm b" in text
    assert 'href="/documents/15-2018-nd-cp/dieu-2-khoan-1/"' in html and "khoản 1 Điều 2" in text
    assert day(30).strftime("thực thi trước ngày %d/%m/%Y") in text
    assert "Hiện hành 40.000.000 đ Theo phương án 5.000.000 đ Tiết kiệm 35.000.000 đ" in text
    assert "25.000 đ × 2 lần × 100 đối tượng = 5.000.000 đ" in text
    assert "87,5% chi phí hiện hành của 1 mục đã tính" in text and "1 trong 1 mục có đủ số liệu" in text
    assert 'href="/regulations/1.000001/"' in html


def test_the_redline_in_one_text(client, draft, agency):
    simplified(draft, agency)
    url = publish_plan(draft).plan.get_absolute_url()
    assert "redline-side" in client.get(url).content.decode()
    html = client.get(url, {"view": "inline"}).content.decode()
    assert "redline-side" not in html and '<div class="redline">' in html


def test_what_goes_is_said_and_not_struck_word_by_word(client, draft, agency):
    gone = regulation_of(agency, "1.000001", parts={"steps": "Nội dung cũ"})
    target = regulation_of(agency, "1.000002", title="Quy định nhận gộp")
    make_item(draft, gone, action=Action.ABOLISH)
    make_item(draft, regulation_of(agency, "1.000003"), action=Action.MERGE, merged_into=target)
    make_item(draft, regulation_of(agency, "1.000004"), action=Action.KEEP)
    response = client.get(publish_plan(draft).plan.get_absolute_url())
    text, html = words(response), response.content.decode()
    assert "Toàn bộ quy định bị bãi bỏ." in text and "Nội dung cũ" not in text
    assert 'href="/regulations/1.000001/versions/1/"' in html
    assert "Quy định này được gộp vào: Quy định nhận gộp" in text and "Không tính tiết kiệm khi gộp" in text
    assert "Giữ nguyên quy định hiện hành." in text
    assert "Bãi bỏ: 1" in text and "Chưa tính được mức tiết kiệm" in text


def test_an_item_from_proposal_to_force(client, draft, agency):
    """Approved, overdue, issued and not in force yet, done: each said with its ground."""
    numbers = {}
    for code, deadline in (("1.000001", day(-1)), ("1.000002", day(50)), ("1.000003", None), ("1.000004", None)):
        numbers[code] = make_item(draft, regulation_of(agency, code), deadline=deadline).number
    version = publish_plan(draft)
    approved = version.items.exclude(number=4)
    make_decision(
        version, items=approved, number="12/QĐ-TTg", authority="prime_minister", file_url="https://vi-du.vn/12.pdf"
    )
    decree = make_document("66.7/2025/NQ-CP")
    make_document_version(decree)
    make_implementation(version.items.get(number=2), effective_from=day(20), documents=[decree])
    make_implementation(version.items.get(number=3), effective_from=day(-1), documents=[decree], note="Cả nước")
    response = client.get(version.plan.get_absolute_url())
    text, html = words(response), response.content.decode()
    assert "Đã phê duyệt, đang thực thi" in text and "chưa được phê duyệt" not in text
    assert "Quyết định 12/QĐ-TTg ngày 01/01/2026, Thủ tướng Chính phủ" in text
    assert 'href="https://vi-du.vn/12.pdf"' in html
    parts = text.split("Nội dung từng mục")[1].split("Mục ")
    assert "Quá hạn thực thi" in parts[1] and "đã quá hạn" in parts[1]
    assert "Đã ban hành, chưa có hiệu lực" in parts[2] and "66.7/2025/NQ-CP" in parts[2]
    assert day(20).strftime("Có hiệu lực từ %d/%m/%Y, chưa đến ngày.") in parts[2]
    assert "Đã thực thi" in parts[3] and "Xem phiên bản 2 của quy định" in parts[3] and "Cả nước" in parts[3]
    assert "Đề xuất, chưa phê duyệt" in parts[4]
    assert 'href="/documents/66-7-2025-nq-cp/"' in html


def test_an_implementation_that_legal_control_has_not_published_is_not_there(client, draft, agency):
    make_item(draft, regulation_of(agency, "1.000001"))
    version = publish_plan(draft)
    make_decision(version)
    make_implementation(version.items.get(), published=False, note="Bản thảo mật")
    text = words(client.get(version.plan.get_absolute_url()))
    assert "Đã phê duyệt, chưa thực thi" in text and "mật" not in text
    assert "Thực thi mục" not in words(client.get("/regulations/1.000001/"))


def test_a_regulation_that_moved_on_is_pointed_out(client, draft, agency):
    regulation = regulation_of(agency, "1.000001")
    make_item(draft, regulation)
    version = publish_plan(draft)
    url = version.plan.get_absolute_url()
    assert "đã thay đổi sau khi lập phương án" not in words(client.get(url))
    make_version(regulation, effective_from=day(10))
    assert "đã thay đổi sau khi lập phương án" not in words(client.get(url))  # not in force yet
    make_version(regulation, effective_from=day(-1))
    response = client.get(url)
    assert "Quy định đã thay đổi sau khi lập phương án." in words(response)
    assert 'href="/regulations/1.000001/compare/1/3/"' in response.content.decode()


def test_versions_stay_at_their_addresses_and_say_that_a_newer_one_is_there(client, draft, agency):
    make_item(draft, regulation_of(agency, "1.000001"))
    first = publish_plan(draft)
    second = draft_from(version=first, by=officer_of(first))
    PlanVersion.objects.filter(pk=second.pk).update(title="Phương án sau tham vấn", effective_from=day(-5))
    second = PlanVersion.objects.get(pk=second.pk)
    second.save_revision(user=second.drafted_by, clean=False)
    publish_plan(second)
    plan = first.plan.get_absolute_url()
    assert "Phương án sau tham vấn" in words(client.get(plan))
    old = words(client.get(f"{plan}versions/1/"))
    assert day(-5).strftime("Phương án đã có phiên bản mới hơn: phiên bản 2, ngày %d/%m/%Y.") in old
    assert "mới hơn" not in words(client.get(f"{plan}versions/2/")).split("Các phiên bản")[0]
    assert client.get(f"{plan}versions/3/").status_code == 404


def test_a_corrected_version_leads_to_its_correction(client, draft, agency):
    make_item(draft, regulation_of(agency, "1.000001"))
    first = publish_plan(draft)
    correction = draft_correction(version=first, by=officer_of(first))
    publish_plan(correction)
    plan = first.plan.get_absolute_url()
    assert "Phiên bản 1 đã được đính chính bằng phiên bản 2" in words(client.get(f"{plan}versions/1/"))
    assert "đính chính bằng" not in words(client.get(plan))


def test_a_plan_and_the_one_that_amends_it_name_each_other(client, draft, agency):
    first = publish_plan(draft)
    make_decision(first)
    later = make_plan(agency, title="Phương án sửa đổi", amends=first.plan, effective_from=day(-3))
    make_item(later, regulation_of(agency, "1.000009"))
    assert "Phương án sửa đổi" not in words(client.get(first.plan.get_absolute_url()))  # a draft so far
    later = publish_plan(later)
    amended, amending = (words(client.get(each.plan.get_absolute_url())) for each in (first, later))
    assert "đã được một phương án sau sửa đổi" in amended and "Được sửa đổi, bổ sung bởi Phương án sửa đổi" in amended
    assert "Đã được phương án khác sửa đổi" in amended
    assert "Sửa đổi, bổ sung phương án Phương án &lt;i&gt;2026" in amending


def test_an_agency_that_ended_keeps_its_name(client):
    old, new = (
        make_agency("BKHDT", name_vi="Bộ Kế hoạch", valid_to=day(-10)),
        make_agency("BTC", name_vi="Bộ Tài chính"),
    )
    AgencySuccession.objects.create(old=old, new=new, date=day(-10), primary=True)
    version = publish_plan(make_plan(old))
    text = words(client.get(version.plan.get_absolute_url()))
    assert "Bộ Kế hoạch" in text and "nay là Bộ Tài chính" in text


def test_many_items_stand_on_pages_and_every_anchor_leads_on(client, draft, agency):
    for number in range(ITEMS_ON_A_PAGE + 2):
        make_item(draft, regulation_of(agency, f"1.{number:06d}"), action=Action.KEEP)
    last = ITEMS_ON_A_PAGE + 2
    plan = publish_plan(draft).plan.get_absolute_url()
    first, second = (client.get(plan, {"page": page}).content.decode() for page in (1, 2))
    assert f'<li id="muc-{last}"><a href="{plan}?page=2#muc-{last}">' in first
    assert f'<article class="plan-item" id="muc-{last}"' in second and '<li id="muc-1"><a href="' in second
    for page in (first, second):
        assert len(re.findall(r'id="(muc-\d+)"', page)) == len(set(re.findall(r'id="(muc-\d+)"', page))) == last
    assert client.get(plan, {"page": 3}).status_code == 404
    assert client.get(f"{plan}items/{last}/")["Location"] == f"{plan}?page=2#muc-{last}"
    assert client.get(f"{plan}items/1/steps/")["Location"] == f"{plan}#muc-1-steps"
    assert client.get(f"{plan}versions/1/items/{last}/")["Location"] == f"{plan}versions/1/?page=2#muc-{last}"
    assert client.get(f"{plan}items/99/").status_code == 404


def test_apps_above_fill_their_places(client, draft, agency, monkeypatch):
    class Section:
        top = "Đang lấy ý kiến"

        def __init__(self, version):
            self.version = version

        def beside(self, anchor):
            return f"[góp ý {anchor}]"

    monkeypatch.setattr(sections, "_plan_page", [Section])
    monkeypatch.setattr(sections, "_plan_list", [lambda ids: dict.fromkeys(ids, "Một đợt")])
    monkeypatch.setattr(sections, "_regulation_page", [lambda regulation: f"Ý kiến về {regulation.code}"])
    simplified(draft, agency)
    text = words(client.get(publish_plan(draft).plan.get_absolute_url()))
    assert "Đang lấy ý kiến" in text and "[góp ý muc-1]" in text
    assert "[góp ý muc-1-steps]" in text and "[góp ý muc-1-channels]" in text
    assert "Một đợt" in words(client.get("/plans/"))
    assert "Ý kiến về 1.000001" in words(client.get("/regulations/1.000001/"))


def test_queries_do_not_grow_with_items(client, django_assert_max_num_queries, agency):
    plans = []
    for size in (1, ITEMS_ON_A_PAGE):
        draft = make_plan(agency, effective_from=day(-4))
        for _ in range(size):
            make_item(draft, make_regulation(agency))
        plans.append(publish_plan(draft))
    make_decision(plans[1])
    for number in (1, 2):
        make_implementation(plans[1].items.get(number=number), effective_from=day(-1))
    for version in plans:
        with django_assert_max_num_queries(24):
            assert client.get(version.plan.get_absolute_url()).status_code == 200


PAGES = ("", "versions/1/", "items/1/", "items/1/steps/", "versions/1/items/1/", "?page=1", "?view=inline")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_is_not_published_is_like_nothing_at_all(client, draft, agency, prefix):
    make_item(draft, regulation_of(agency, "1.000001"), proposed={"steps": "Bí mật"})
    keys = (draft.plan_id, draft.plan_id + 1000)
    for page in PAGES:
        answers = [client.get(f"{prefix}/plans/{pk}/{page}") for pk in keys]
        assert [answer.status_code for answer in answers] == [404, 404]
        # Their own keys aside, and the 1 that the draft's key may be like the version's number.
        drafted, none = (
            re.sub(rf"\b(1|{pk})\b", "N", answer.content.decode()) for answer, pk in zip(answers, keys, strict=True)
        )
        assert drafted == none


def test_no_text_of_a_draft_leaks_beside_what_is_published(client, draft, agency):
    regulation = regulation_of(agency, "1.000001")
    make_item(draft, regulation)
    first = publish_plan(draft)
    second = draft_from(version=first, by=officer_of(first))
    PlanVersion.objects.filter(pk=second.pk).update(title="Tên bí mật", summary="Bí mật", effective_from=day(-1))
    hidden = regulation_of(agency, "1.000002")
    make_item(second, hidden, rationale="Lý do bí mật", proposed={"steps": "Nội dung bí mật"})
    unpublished = make_plan(agency, title="Phương án bí mật")
    make_item(unpublished, regulation, rationale="Lý do bí mật", proposed={"steps": "Nội dung bí mật"})
    plan = first.plan.get_absolute_url()
    addresses = [
        "/plans/", "/plans/?q=bi+mat", plan, f"{plan}versions/1/", "/regulations/1.000001/", "/regulations/1.000002/",
        "/regulations/1.000002/versions/1/", "/agencies/", "/search/?in=plans&q=bi+mat",
    ]  # fmt: skip
    for address in addresses:
        answer = client.get(address)
        shown = answer.content.decode().replace("“bi mat”", "")
        assert answer.status_code == 200 and "bí mật" not in shown.lower(), address
    for address in (f"{plan}versions/2/", f"{plan}items/2/", "/regulations/1.000001/versions/2/"):
        assert client.get(address).status_code == 404
    keys = [str(item.proposal.number) for item in PlanItem.objects.filter(proposal__isnull=False)]
    assert set(keys) == {"None"}  # a proposed text has no number, hence no address


def test_a_draft_is_previewed_as_its_officers_last_saved_it(draft, agency):
    item = make_item(draft, regulation_of(agency, "1.000001"))
    proposal = item.proposal
    proposal.parts.get(key="steps").delete()
    saved = type(proposal).objects.get(pk=proposal.pk)
    saved.parts.add(saved.parts.model(key="steps", text="Vừa lưu trong bản thảo"))
    saved.save_revision(user=draft.drafted_by, clean=False)
    page = preview_page(PlanVersion.objects.get(pk=draft.pk))
    changed = page["items"][0]["changed_parts"]
    assert any("Vừa lưu" in segment.text for part in changed for row in part["rows"] for segment in row.right)
    assert page["badge"]["label"] == "Dự thảo, chưa phê duyệt"


def test_the_english_page(client, draft, agency):
    make_item(draft, regulation_of(agency, "1.000001"))
    plan = publish_plan(draft).plan
    html = client.get(f"/en/plans/{plan.pk}/").content.decode()
    assert '<html lang="en">' in html and f'href="/plans/{plan.pk}/" hreflang="vi"' in html


def test_the_sitemap_has_plans_and_their_list(client, draft):
    version, unpublished = publish_plan(draft), make_plan()
    sitemap = b"".join(client.get("/sitemap-plans.xml").streaming_content).decode()
    assert f"/plans/{version.plan_id}/<" in sitemap and f"/en/plans/{version.plan_id}/<" in sitemap
    assert f"/plans/{unpublished.plan_id}/<" not in sitemap
    assert "/plans/</loc>" in b"".join(client.get("/sitemap-lists.xml").streaming_content).decode()


def test_a_plan_without_a_controller_s_word_has_no_page(client, draft, agency):
    make_item(draft, regulation_of(agency, "1.000001"))
    assert controller_of(draft) and client.get(reverse("regulations:plan", args=[draft.plan_id])).status_code == 404
    assert client.get("/plans/99999999999999999999999/").status_code == 404
