"""The list of plans: every filter, its counts, and what stands beside a regulation that plans touch."""

import datetime
import re

import pytest
from django.utils import timezone

from regulations.drafting import draft_from
from regulations.models import Action, AgencySuccession, BaselineEntry, PlanItem, PlanVersion, ProgrammeTarget
from tests.factories.plans import (
    make_decision,
    make_implementation,
    make_item,
    make_plan,
    make_programme,
    officer_of,
    publish_plan,
)
from tests.factories.regulations import make_agency, make_document, make_document_version, make_regulation, make_version
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def day(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def published(agency, title, *, action=Action.KEEP, code="", **fields) -> PlanVersion:
    draft = make_plan(agency, title=title, **{"effective_from": day(-30), **fields})
    make_item(draft, make_regulation(agency, **({"code": code} if code else {})), action=action)
    return publish_plan(draft)


def titles(client, **query) -> list[str]:
    html = client.get("/plans/", query).content.decode()
    return re.findall(r'<h3 class="result__title" lang="vi"><a href="[^"]+">([^<]+)</a>', html)


@pytest.fixture
def agency():
    return make_agency("BCT", name_vi="Bộ Công Thương")


def test_without_plans_the_list_says_so(client):
    response = client.get("/plans/")
    assert response.status_code == 200 and "Chưa có phương án nào được công bố" in words(response)
    assert "data-empty" in response.content.decode() and not response.cookies


def test_the_newest_stand_first_with_what_they_do(client, agency):
    published(agency, "Phương án cũ", effective_from=day(-300))
    newer = published(agency, "Phương án mới", action=Action.ABOLISH)
    make_decision(newer, number="99/QĐ-TTg", decided_on=day(-3))
    make_plan(agency, title="Bản thảo mật")
    assert titles(client) == ["Phương án mới", "Phương án cũ"]
    text = words(client.get("/plans/"))
    assert "2 phương án" in text and "mật" not in text
    assert day(-3).strftime("Quyết định 99/QĐ-TTg ngày %d/%m/%Y") in text
    assert "1 mục Bãi bỏ: 1" in text and "Đã phê duyệt, đang thực thi" in text
    assert "Chưa tính được mức tiết kiệm" in text


def test_each_filter_finds_its_own_and_several_values_mean_or(client, agency):
    first, second = make_programme("nq-68", name_vi="Chương trình 68"), make_programme("nq-66")
    other = make_agency("BYT")
    published(agency, "Một", programme=first, action=Action.ABOLISH, effective_from=datetime.date(2024, 5, 1))
    make_decision(published(other, "Hai", programme=second, effective_from=datetime.date(2025, 5, 1)))
    published(other, "Ba", programme=second, effective_from=datetime.date(2026, 5, 1))
    assert titles(client, state="proposed") == ["Ba", "Một"]
    assert titles(client, state="implemented") == ["Hai"]  # there is nothing to do for what is kept
    assert titles(client, programme="nq-66") == ["Ba", "Hai"]
    assert titles(client, agency="bct") == ["Một"]
    assert titles(client, action="abolish") == ["Một"]
    assert titles(client, year=["2024", "2026"]) == ["Ba", "Một"]
    assert titles(client, year="2024", agency="BYT") == []
    assert titles(client, state="amended") == []


def test_words_find_titles_decisions_and_codes(client, agency):
    decided = published(agency, "Cắt giảm điều kiện kinh doanh Hóa chất", code="1.777001")
    make_decision(decided, number="1643/QĐ-TTg")
    published(agency, "Phương án khác")
    for q in ("hoa chat", "HÓA chất điều kiện", "1643/qd-ttg", "1643", "1.777001"):
        assert titles(client, q=q) == ["Cắt giảm điều kiện kinh doanh Hóa chất"], q
    for q in ("%", "_", "'", "zzz", "hoa chat zzz"):
        assert titles(client, q=q) == [], q
    assert len(titles(client, q="\0")) == 2


def test_an_agency_brings_what_it_took_over_under_the_old_name(client):
    old, new = make_agency("BKHDT", valid_to=day(-10), name_vi="Bộ Kế hoạch"), make_agency("BTC")
    published(old, "Của bộ cũ")
    published(new, "Của bộ mới")
    AgencySuccession.objects.create(old=old, new=new, date=day(-10), primary=True)
    assert sorted(titles(client, agency="BTC")) == ["Của bộ cũ", "Của bộ mới"]
    assert titles(client, agency="BKHDT") == ["Của bộ cũ"]
    assert "Bộ Kế hoạch" in words(client.get("/plans/?agency=BTC"))


def test_an_option_s_count_is_what_choosing_it_lists(client, agency):
    """Of every box on the page: each counts over the other filters, not over its own group."""
    programme = make_programme("nq-68")
    other = make_agency("BYT")
    for number in range(3):
        published(agency, f"A{number}", programme=programme, action=Action.ABOLISH)
    make_decision(published(other, "B0", programme=programme))
    published(other, "B1", effective_from=datetime.date(2024, 5, 1))
    for asked in ({}, {"agency": "BCT"}, {"state": "implemented"}, {"programme": "nq-68", "action": "keep"}):
        groups = client.get("/plans/", asked).context["groups"]
        for group in groups:
            for option in group["options"]:
                listed = titles(client, **asked | {group["name"]: option["value"]})
                assert len(listed) == option["count"], (asked, group["name"], option)


def test_chips_take_a_filter_away_again(client, agency):
    published(agency, "Một")
    html = client.get("/plans/?agency=BCT&state=proposed&q=mot").content.decode()
    assert 'href="?q=mot&amp;state=proposed"' in html and 'href="?q=mot&amp;agency=BCT"' in html
    assert 'href="?state=proposed&amp;agency=BCT"' in html and "Bỏ tất cả bộ lọc" in html
    assert 'href="."' in client.get("/plans/?agency=BCT").content.decode()


def test_a_value_there_is_not_is_said_and_ignored(client, agency):
    published(agency, "Một")
    response = client.get("/plans/?agency=XYZ&state=<b>&year=99999999999999&action=keep&programme=%00")
    text = words(response)
    assert response.status_code == 200 and "Một" in text
    assert "Không có giá trị “XYZ”; bộ lọc này được bỏ qua." in text and "“&lt;b&gt;”" in text
    assert client.get("/plans/?page=2").status_code == client.get("/plans/?page=x").status_code == 404


def test_nothing_found_says_which_filter_to_drop(client, agency):
    published(agency, "Một")
    text = words(client.get("/plans/?agency=BCT&q=zzz"))
    assert "Không tìm thấy phương án nào" in text and "Bỏ lọc “Bộ Công Thương”" in text and "Bỏ lọc “zzz”" in text


def test_a_programme_names_its_targets_and_their_denominators(client, agency):
    decree = make_document("66/NQ-CP")
    make_document_version(decree)
    programme = make_programme("nq-66", name_vi="Chương trình 66", number="66/NQ-CP", document=decree)
    ProgrammeTarget.objects.create(programme=programme, measure="cost", percent="30.00", denominator="tổng chi phí gốc")
    ProgrammeTarget.objects.create(programme=programme, measure="time", percent="12.50", denominator="tổng thời gian")
    published(agency, "Một", programme=programme)
    response = client.get("/plans/?programme=nq-66")
    text = words(response)
    assert "Cắt giảm ít nhất 30% chi phí tuân thủ (mẫu số: tổng chi phí gốc)" in text and "12,5%" in text
    assert "ngày gốc 01/01/2026" in text and "Số liệu gốc chưa được chốt." in text
    assert 'href="/documents/66-nq-cp/"' in response.content.decode()
    BaselineEntry.objects.create(programme=programme, version=make_version())
    programme.baseline_frozen_at = timezone.now()
    programme.save()
    assert "Số liệu gốc: 1 quy định, chốt ngày" in words(client.get("/plans/?programme=nq-66"))
    assert "Cắt giảm ít nhất" not in words(client.get("/plans/"))


def test_queries_do_not_grow_with_plans(client, agency, django_assert_max_num_queries):
    for number in range(6):
        published(agency, f"Phương án {number}", action=Action.SIMPLIFY)
    with django_assert_max_num_queries(16):
        client.get("/plans/")


# --- the page of a regulation -----------------------------------------------------------------------------------------


@pytest.fixture
def regulation(agency):
    return make_version(make_regulation(agency, code="1.000001"), effective_from=day(-400)).regulation


def box(client) -> str:
    text = words(client.get("/regulations/1.000001/"))
    return text.split("Phương án cắt giảm", 1)[1].split("Hồ sơ, thời hạn", 1)[0][:600] if "cắt giảm" in text else ""


def test_a_regulation_names_the_plans_that_touch_it(client, agency, regulation):
    draft = make_plan(agency, title="Phương án 2026", effective_from=day(-30))
    make_item(draft, regulation, action=Action.SIMPLIFY, deadline=day(-1))
    assert box(client) == ""
    version = publish_plan(draft)
    html = client.get("/regulations/1.000001/").content.decode()
    assert f'href="/plans/{version.plan_id}/items/1/"' in html
    assert "Đơn giản hóa Đề xuất, chưa phê duyệt" in box(client) and "Phương án 2026" in box(client)
    make_decision(version)
    assert "Quá hạn thực thi" in box(client)
    make_implementation(version.items.get(), effective_from=day(-2))
    assert "Đã thực thi" in box(client)
    page = client.get("/regulations/1.000001/")
    assert "Thực thi mục 1 của phương án: Phương án 2026" in words(page)
    assert page.content.decode().count(f'href="/plans/{version.plan_id}/items/1/"') == 2  # the box and version 2


def test_an_item_taken_out_of_its_plan_is_gone_from_the_box(client, agency, regulation):
    draft = make_plan(agency, effective_from=day(-30))
    make_item(draft, regulation)
    make_item(draft, make_regulation(agency))
    first = publish_plan(draft)
    second = draft_from(version=first, by=officer_of(first))
    PlanItem.objects.filter(version=second, regulation=regulation).delete()
    PlanVersion.objects.filter(pk=second.pk).update(effective_from=day(-1))
    second = PlanVersion.objects.get(pk=second.pk)
    second.save_revision(user=second.drafted_by, clean=False)
    assert box(client) != ""
    publish_plan(second)
    assert box(client) == ""


def test_the_regulation_s_page_asks_once_for_all_its_plans(client, agency, regulation, django_assert_max_num_queries):
    for _ in range(4):
        draft = make_plan(agency, effective_from=day(-30))
        make_item(draft, regulation)
        publish_plan(draft)
    with django_assert_max_num_queries(11):
        client.get("/regulations/1.000001/")
