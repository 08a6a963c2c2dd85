"""A draft against the version it follows: on its page, on a page of its own, before it is submitted and approved."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from regulations.control import send_back, submit
from regulations.draft_redline import draft_redline, version_followed
from regulations.drafting import draft_correction, draft_from, start_draft
from regulations.models import DocumentVersion, RegulationVersion, State
from tests.factories.plans import make_item, make_plan
from tests.factories.regulations import (
    DECREE_TEXT,
    make_document,
    make_document_version,
    make_officer,
    make_regulation,
    make_version,
    required_parts,
)

pytestmark = pytest.mark.django_db
OLD = datetime.date(2025, 1, 1)
STEPS = "Nộp hồ sơ tại sở.\nNhận kết quả."


def url(view: str, version) -> str:
    model = "regulationversion" if isinstance(version, RegulationVersion) else "documentversion"
    return reverse(f"wagtailsnippets_regulations_{model}:{view}", args=[version.pk])


@pytest.fixture
def published(ministry):
    return make_version(
        make_regulation(ministry),
        title="Cấp phép bán rượu",
        effective_from=OLD,
        parts=required_parts("procedure") | {"steps": STEPS},
        papers=[{"name": "Đơn đề nghị"}, {"name": "Bản vẽ mặt bằng"}],
        time_limits=[{"number": 15}],
        card_what="Xin giấy phép.",
    )


def saved(draft, by, **fields):
    """The draft as a form would leave it."""
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save()
    draft.save_revision(user=by)
    return type(draft).objects.get(pk=draft.pk)


@pytest.fixture
def draft(published, officer):
    draft = draft_from(version=published, by=officer)
    draft.parts.get(key="steps").delete()
    draft.parts.add(draft.parts.model(key="steps", text=STEPS.replace("tại sở", "qua mạng")))
    draft.papers.set([paper for paper in draft.papers.all() if paper.name == "Đơn đề nghị"])
    draft.time_limits.set([draft.time_limits.model(number=10)])
    return saved(
        draft, officer, effective_from=timezone.localdate() + datetime.timedelta(days=20), card_what="Xin phép."
    )


def test_the_line_and_the_words_of_a_draft(draft, published):
    redline = draft_redline(draft.get_latest_revision_as_object())
    assert redline.base == published
    assert redline.summary == ("Sửa thẻ trả lời, 1 phần thay đổi, bớt 1 giấy tờ, thời hạn 15 → 10 ngày làm việc.")
    (part,) = redline.parts
    changed = [(segment.op, segment.text.strip()) for segment in part["segments"] if segment.op != "same"]
    assert changed == [("removed", "tại sở"), ("added", "qua mạng")]
    assert [row["kind"] for table in redline.tables for row in table["rows"]] == ["removed", "changed"]
    assert len(redline.same) == 5


@pytest.mark.parametrize("view", ["inspect", "changes"])
def test_author_and_controller_read_it_before_they_decide(draft, officer, controller, signed_in, view):
    submit(version=draft, by=officer)
    for user in (officer, controller):
        shown = signed_in(user).get(url(view, draft)).content.decode()
        assert "Thay đổi so với phiên bản 1" in shown
        assert "thời hạn 15 → 10 ngày làm việc" in shown
        assert "qua mạng" in shown
        assert "Sẽ có hiệu lực từ" in shown
        assert "còn 20 ngày" in shown
    page = signed_in(controller).get(url("inspect", draft)).content.decode()
    assert page.index("qua mạng") < page.index("Duyệt và công bố")


def test_the_form_leads_to_the_changes_and_shows_what_was_remarked(draft, officer, controller, signed_in):
    submit(version=draft, by=officer)
    send_back(version=draft, by=controller, remarks="Nêu rõ căn cứ.")
    shown = signed_in(officer).get(url("edit", draft)).content.decode()
    for words in (url("changes", draft), "Nêu rõ căn cứ.", "Sẽ có hiệu lực từ"):
        assert words in shown
    assert "Nêu rõ căn cứ." in signed_in(officer).get(url("inspect", draft)).content.decode()


def test_the_newest_revision_is_what_is_compared(draft, officer, controller, signed_in):
    saved(draft, controller, title="Cấp phép bán rượu và bia")
    shown = signed_in(officer).get(url("changes", draft)).content.decode()
    assert "đổi tên quy định" in shown.lower()
    assert str(controller) in shown


def test_a_text_that_was_only_looked_at_does_not_change(published, officer, signed_in):
    """Browsers send line ends as CR LF."""
    draft = draft_from(version=published, by=officer)
    form = {
        "title": draft.title, "effective_from": "2027-01-01", "state": draft.state, "note": "",
        "card_what": "Xin giấy phép.",
    }  # fmt: skip
    form |= {f"part_{part.key}": part.text.replace("\n", "\r\n") for part in draft.parts.all()}
    for rows in ("papers", "fees", "time_limits", "frequencies", "bases", "cost_lines"):
        held = list(getattr(draft, rows).all())
        form |= {f"{rows}-TOTAL_FORMS": len(held), f"{rows}-INITIAL_FORMS": len(held)}
        for number, row in enumerate(held):
            form |= {f"{rows}-{number}-id": row.pk, f"{rows}-{number}-ORDER": number + 1}
            names = [field.name for field in row._meta.fields if field.name not in ("id", "version", "sort_order")]
            form |= {f"{rows}-{number}-{name}": getattr(row, name) for name in names}
    response = signed_in(officer).post(url("edit", draft), form, follow=True)
    assert "Đã lưu bản nháp. Sẽ có hiệu lực từ 01/01/2027" in response.content.decode()
    redline = draft_redline(RegulationVersion.objects.get(pk=draft.pk).get_latest_revision_as_object())
    assert redline.summary == "Không có thay đổi về nội dung."
    assert not redline.shows_changes


def test_which_version_a_draft_follows(ministry, officer, published):
    regulation = published.regulation
    later = make_version(regulation, effective_from=datetime.date(2026, 6, 1))
    corrected = draft_correction(version=published, by=officer)
    assert version_followed(corrected) == published
    draft = draft_from(version=later, by=officer)
    assert version_followed(draft) == later
    draft.effective_from = datetime.date(2026, 1, 1)
    assert version_followed(draft) == published
    draft.effective_from = datetime.date(2024, 1, 1)
    assert version_followed(draft) is None
    assert version_followed(later) == published


def test_a_proposed_text_follows_the_version_its_plan_starts_from(ministry, officer, published):
    item = make_item(make_plan(ministry, by=officer), published.regulation, proposed={"steps": "Nộp qua mạng."})
    make_version(published.regulation, effective_from=datetime.date(2026, 6, 1))
    assert version_followed(RegulationVersion.objects.get(proposed_in=item)) == published


def test_a_first_version_says_that_all_is_new(ministry, officer, signed_in):
    draft = start_draft(identity=make_regulation(ministry), by=officer)
    shown = signed_in(officer).get(url("changes", draft)).content.decode()
    assert "Đây là phiên bản đầu tiên" in shown
    assert "Chưa nhập ngày có hiệu lực." in shown


def test_a_documents_draft_is_compared_by_provision(ministry, officer, signed_in):
    document = make_document(maintained_by=ministry)
    make_document_version(document, effective_from=OLD)
    draft = start_draft(identity=document, by=officer)
    text = DECREE_TEXT.replace("hàng quá cảnh", "hàng tạm nhập") + "\nĐiều 3. Hiệu lực\nTừ ngày ký."
    saved(draft, officer, text=text, effective_from=datetime.date(2026, 1, 1), state=State.PARTLY)
    shown = signed_in(officer).get(url("changes", DocumentVersion.objects.get(pk=draft.pk))).content.decode()
    for words in ("khoản 2 Điều 1: sửa đổi", "Điều 3: thêm mới", "1 điều sửa đổi, 1 điều thêm mới", "tạm nhập"):
        assert words in shown
    assert "Bản thuyết minh cơ sở vật chất" not in shown


def test_a_published_version_shows_what_it_changed(ministry, officer, published, signed_in):
    later = make_version(published.regulation, title="Cấp phép bán rượu, bia", effective_from=datetime.date(2026, 1, 1))
    assert "đổi tên quy định" in signed_in(officer).get(url("changes", later)).content.decode().lower()


def test_the_changes_of_another_agency_are_not_there(draft, other_ministry, signed_in):
    response = signed_in(make_officer(other_ministry)).get(url("changes", draft))
    assert response.status_code == 404
