"""An officer's and a controller's way through the admin, over HTTP."""

import datetime

import pytest
from django.urls import reverse

from regulations.drafting import start_draft
from regulations.models import LegalDocument, Regulation, RegulationVersion
from tests.factories.regulations import (
    DECREE_TEXT,
    make_document,
    make_document_draft,
    make_document_version,
    make_draft,
    make_regulation,
    make_version,
    required_parts,
)

VERSIONS = "wagtailsnippets_regulations_regulationversion"
REGULATIONS = "wagtailsnippets_regulations_regulation"
DOCUMENTS = "wagtailsnippets_regulations_legaldocument"


def rows(prefix, *items):
    """The management form of an inline formset with these rows, all new."""
    data = {
        f"{prefix}-{key}": value
        for key, value in {
            "TOTAL_FORMS": len(items),
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 1000,
        }.items()
    }
    for n, item in enumerate(items):
        data |= {
            f"{prefix}-{n}-{name}": value for name, value in {"id": "", "ORDER": n + 1, "DELETE": "", **item}.items()
        }
    return data  # fmt: skip


def form_of(kind="procedure", **changed):
    """What the form of a complete draft posts."""
    data = {"title": "Cấp phép bán lẻ xăng dầu", "effective_from": "2026-07-01", "state": "in_force", "note": ""}
    data |= {f"card_{name}": "" for name in ("who", "what", "where_how", "how_long", "how_much", "otherwise")}
    data |= {f"part_{key}": text for key, text in required_parts(kind).items()}
    for prefix in ("papers", "fees", "time_limits", "frequencies", "bases", "cost_lines"):
        data |= rows(prefix)
    data |= {"times_per_year": "", "subjects_per_year": ""}
    return data | changed


@pytest.fixture
def draft(ministry, officer):
    return start_draft(identity=make_regulation(ministry), by=officer)


def url(name, *args, namespace=VERSIONS):
    return reverse(f"{namespace}:{name}", args=args)


def test_from_a_new_regulation_to_a_public_version(officer, controller, ministry, signed_in):
    drafting, controlling = signed_in(officer), signed_in(controller)
    made = drafting.post(
        url("add", namespace=REGULATIONS),
        {"code": "1.004172", "kind": "procedure", "agency": ministry.pk, "deciding_level": "ministry",
         "stage": "running", "firm_size": "any", "online_level": "none", "subjects": "Thương nhân"},
    )  # fmt: skip
    regulation = Regulation.objects.get(code="1.004172")
    assert made.status_code == 302
    assert made.url == url("inspect", regulation.pk, namespace=REGULATIONS)
    started = drafting.post(url("add"), {"identity": regulation.pk})
    version = RegulationVersion.objects.get(regulation=regulation)
    assert started.url == url("edit", version.pk)
    page = drafting.get(started.url)
    assert "Trình tự thực hiện" in page.content.decode()
    assert drafting.post(started.url, form_of()).status_code == 302
    submitted = drafting.post(started.url, form_of(**{"action-submit": "1"}))
    assert submitted.url == url("inspect", version.pk)
    review = controlling.get(submitted.url)
    assert "Duyệt và công bố" in review.content.decode()
    state = RegulationVersion.objects.get(pk=version.pk).current_workflow_task_state
    controlling.post(url("workflow_action", version.pk, "approve", state.pk), {"comment": ""})
    version.refresh_from_db()
    assert (version.live, version.number, version.approved_by) == (True, 1, controller)
    assert dict(version.parts.values_list("key", "text")) == required_parts("procedure")


def test_a_draft_may_be_incomplete(draft, officer, signed_in):
    client = signed_in(officer)
    saved = client.post(url("edit", draft.pk), form_of(title="", effective_from="", part_steps=""))
    assert saved.status_code == 302
    draft.refresh_from_db()
    assert "steps" not in draft.parts.values_list("key", flat=True)
    assert "channels" in draft.parts.values_list("key", flat=True)


def test_submitting_names_the_missing_part_and_leaves_nothing_half_written(draft, officer, signed_in):
    answer = signed_in(officer).post(url("edit", draft.pk), form_of(part_steps="", **{"action-submit": "1"}))
    assert answer.status_code == 200
    assert answer.context["form"].errors["part_steps"]
    draft.refresh_from_db()
    assert (draft.title, draft.parts.count(), draft.workflow_in_progress) == ("", 0, False)


def test_a_day_that_is_taken_is_said_on_submission(draft, officer, signed_in):
    make_version(draft.regulation, effective_from=datetime.date(2026, 7, 1))
    answer = signed_in(officer).post(url("edit", draft.pk), form_of(**{"action-submit": "1"}))
    assert "Phiên bản 1 đã công bố cũng có hiệu lực từ ngày này" in str(answer.context["form"].errors["effective_from"])
    assert not RegulationVersion.objects.get(pk=draft.pk).workflow_in_progress


def test_rows_and_bases_are_kept_in_order(draft, officer, signed_in):
    document = make_document_version(make_document("15/2018/NĐ-CP")).document
    signed_in(officer).post(
        url("edit", draft.pk),
        form_of()
        | rows("papers", {"name": "Đơn", "copies": 1, "form": ""}, {"name": "Bản thuyết minh", "copies": 2, "form": ""})
        | rows("bases", {"document": document.pk, "label": "khoản 2 Điều 1"})
        | rows("time_limits", {"label": "", "number": 15, "unit": "working_days"}),
    )
    version = RegulationVersion.objects.get(pk=draft.pk)
    assert [paper.name for paper in version.papers.all()] == ["Đơn", "Bản thuyết minh"]
    assert [(basis.document, basis.label) for basis in version.bases.all()] == [(document, "dieu-1-khoan-2")]


def test_a_basis_that_is_not_in_the_document_is_named_in_its_row(draft, officer, signed_in):
    document = make_document_version(make_document("15/2018/NĐ-CP")).document
    answer = signed_in(officer).post(
        url("edit", draft.pk),
        form_of() | rows("bases", *[{"document": document.pk, "label": label} for label in ("dieu-1", "Điều 99")]),
    )
    errors = answer.context["form"].formsets["bases"].errors
    assert errors[0] == {}
    assert errors[1]["label"] == ["Không tìm thấy Điều 99 trong 15/2018/NĐ-CP."]


def test_the_answer_card_has_a_limit(draft, officer, signed_in):
    answer = signed_in(officer).post(url("edit", draft.pk), form_of(card_who="một " * 121, **{"action-submit": "1"}))
    assert "Thẻ trả lời có 121 từ" in answer.content.decode()


def test_two_people_on_one_draft_are_warned_before_one_overwrites_the_other(draft, officer, signed_in):
    client = signed_in(officer)
    loaded = {"loaded_revision_id": draft.latest_revision_id,
              "loaded_revision_created_at": draft.latest_revision.created_at.isoformat()}  # fmt: skip
    assert client.post(url("edit", draft.pk), form_of(title="Một") | loaded).status_code == 302
    second = client.post(url("edit", draft.pk), form_of(title="Hai") | loaded)
    assert second.status_code == 200
    assert "Người khác đã lưu bản thảo này" in second.content.decode()
    draft.refresh_from_db()
    assert draft.title == "Một"


def test_a_published_version_is_shown_never_edited(officer, ministry, signed_in):
    version = make_version(make_regulation(ministry))
    client = signed_in(officer)
    assert client.get(url("edit", version.pk)).url == url("inspect", version.pk)
    client.post(url("edit", version.pk), form_of(title="Khác"))
    client.post(url("delete", version.pk))
    for name in ("unpublish", "lock", "unlock"):
        assert client.post(url(name, version.pk)).status_code == 404
    version.refresh_from_db()
    assert (version.live, version.title) == (True, f"Quy định số {version.regulation.code}")


def test_making_a_new_version_from_the_published_one(officer, ministry, signed_in):
    version = make_version(make_regulation(ministry), papers=[{"name": "Đơn"}])
    client = signed_in(officer)
    assert "Tạo phiên bản mới" in client.get(url("inspect", version.pk)).content.decode()
    client.post(url("new_version", version.pk))
    draft = RegulationVersion.objects.get(live=False)
    page = client.get(url("edit", draft.pk)).content.decode()
    assert "Đơn" in page
    client.post(url("correct", version.pk))
    assert RegulationVersion.objects.get(corrects=version)
    assert "Bản nháp khác của cùng hồ sơ" in client.get(url("inspect", draft.pk)).content.decode()


def test_returned_drafts_show_the_remarks_to_their_author(draft, officer, controller, signed_in):
    client = signed_in(officer)
    client.post(url("edit", draft.pk), form_of(**{"action-submit": "1"}))
    state = RegulationVersion.objects.get(pk=draft.pk).current_workflow_task_state
    signed_in(controller).post(url("workflow_action", draft.pk, "reject", state.pk), {"comment": "Thiếu căn cứ"})
    assert "Thiếu căn cứ" in client.get(url("edit", draft.pk)).content.decode()


def test_what_waits_can_be_withdrawn_by_its_side_only(draft, officer, controller, signed_in):
    client = signed_in(officer)
    client.post(url("edit", draft.pk), form_of(**{"action-submit": "1"}))
    assert client.get(url("edit", draft.pk)).url == url("inspect", draft.pk)
    signed_in(controller).post(url("withdraw", draft.pk))
    assert RegulationVersion.objects.get(pk=draft.pk).workflow_in_progress
    client.post(url("withdraw", draft.pk))
    assert not RegulationVersion.objects.get(pk=draft.pk).workflow_in_progress
    assert client.get(url("edit", draft.pk)).status_code == 200


def test_a_task_of_another_version_cannot_be_used(draft, officer, controller, ministry, signed_in):
    client = signed_in(officer)
    other = start_draft(identity=make_regulation(ministry), by=officer)
    for one in (draft, other):
        client.post(url("edit", one.pk), form_of(**{"action-submit": "1"}))
    state = RegulationVersion.objects.get(pk=other.pk).current_workflow_task_state
    signed_in(controller).post(url("workflow_action", draft.pk, "approve", state.pk))
    assert not RegulationVersion.objects.filter(live=True).exists()


def test_code_and_kind_are_fixed_once_published(officer, ministry, signed_in):
    regulation = make_version(make_regulation(ministry)).regulation
    signed_in(officer).post(
        url("edit", regulation.pk, namespace=REGULATIONS),
        {"code": "khac", "kind": "report", "agency": ministry.pk, "deciding_level": "central", "stage": "closing",
         "firm_size": "any", "online_level": "none", "subjects": ""},
    )  # fmt: skip
    stored = Regulation.objects.get(pk=regulation.pk)
    assert (stored.code, stored.kind, stored.stage) == (regulation.code, "procedure", "closing")


def test_a_regulation_goes_only_while_it_has_no_versions(officer, ministry, signed_in):
    kept, gone = make_version(make_regulation(ministry)).regulation, make_regulation(ministry)
    client = signed_in(officer)
    for regulation in (kept, gone):
        client.post(url("delete", regulation.pk, namespace=REGULATIONS))
    assert list(Regulation.objects.all()) == [kept]


def test_a_document_is_registered_once(officer, ministry, signed_in):
    data = {"number": "15/2018/NĐ-CP", "doc_type": "nghi-dinh", "title": "Về an toàn", "issuers": [ministry.pk],
            "issued_on": "2018-02-02", "maintained_by": ministry.pk, "signer": "", "source_url": ""}  # fmt: skip
    client = signed_in(officer)
    assert client.post(url("add", namespace=DOCUMENTS), data).status_code == 302
    again = client.post(url("add", namespace=DOCUMENTS), data)
    assert "Văn bản này đã có" in again.content.decode()
    assert [document.slug for document in LegalDocument.objects.all()] == ["15-2018-nd-cp"]


def test_documents_versions_are_written_as_text(officer, controller, ministry, signed_in):
    draft = start_draft(identity=make_document(maintained_by=ministry), by=officer)
    namespace = "wagtailsnippets_regulations_documentversion"
    signed_in(officer).post(
        url("edit", draft.pk, namespace=namespace),
        {"effective_from": "2026-07-01", "state": "in_force", "source": "issued", "note": "", "text": DECREE_TEXT,
         "action-submit": "1"},
    )  # fmt: skip
    draft.refresh_from_db()
    signed_in(controller).post(
        url("workflow_action", draft.pk, "approve", draft.current_workflow_task_state.pk, namespace=namespace)
    )
    draft.refresh_from_db()
    assert draft.live
    assert draft.provisions.filter(label="dieu-2-khoan-1-diem-b").exists()


def test_lists_find_without_accents_and_show_only_own_agencies(officer, ministry, other_ministry, signed_in):
    make_version(make_regulation(ministry), title="Cấp phép bán lẻ xăng dầu")
    make_version(make_regulation(ministry), title="Cấp phép hóa chất")
    make_version(make_regulation(other_ministry), title="Bán lẻ thuốc")
    client = signed_in(officer)
    for namespace in (VERSIONS, REGULATIONS):
        found = client.get(url("list", namespace=namespace), {"q": "BAN LE"}).content.decode()
        assert "bán lẻ xăng dầu" in found
        assert "hóa chất" not in found
        assert "Bán lẻ thuốc" not in client.get(url("list", namespace=namespace)).content.decode()


@pytest.mark.parametrize("situation", ["draft", "in_progress", "needs_changes", "published", "corrected"])
def test_lists_filter_by_situation(draft, officer, signed_in, situation):
    make_version(draft.regulation, title="Bản đã công bố")
    shown = signed_in(officer).get(url("list"), {"situation": situation}).content.decode()
    assert ("Bản đã công bố" in shown) == (situation == "published")
    assert ("Chưa đặt tên" in shown) == (situation == "draft")


def test_what_waits_is_on_the_desk(draft, officer, controller, signed_in):
    client = signed_in(officer)
    assert "Bản nháp của bạn" in client.get("/admin/").content.decode()
    client.post(url("edit", draft.pk), form_of(**{"action-submit": "1"}))
    assert "Chờ bạn kiểm soát" in signed_in(controller).get("/admin/").content.decode()


@pytest.mark.parametrize("name", ["list", "add"])
@pytest.mark.parametrize("model", ["regulation", "regulationversion", "legaldocument", "documentversion"])
def test_every_list_and_add_screen_opens(officer, signed_in, model, name):
    assert signed_in(officer).get(url(name, namespace=f"wagtailsnippets_regulations_{model}")).status_code == 200


@pytest.mark.parametrize("name", ["list", "add"])
@pytest.mark.parametrize(
    "model",
    ["agency", "agencysuccession", "field", "industry", "industryedition", "industrycrosswalk", "partdefinition",
     "appointment"],
)  # fmt: skip
def test_every_reference_list_is_the_administrators(administrator, officer, signed_in, model, name):
    where = url(name, namespace=f"wagtailsnippets_regulations_{model}")
    assert signed_in(administrator).get(where).status_code == 200
    assert signed_in(officer).get(where).status_code == 302


@pytest.mark.parametrize("name", ["inspect", "history", "workflow_history"])
def test_pages_of_drafts_open(draft, officer, controller, signed_in, name):
    for user in (officer, controller):
        assert signed_in(user).get(url(name, draft.pk)).status_code == 200


def test_previews_look_like_the_public_page(officer, controller, ministry, signed_in):
    draft = make_draft(make_regulation(ministry), title="Tên xem trước")
    revision = draft.save_revision(user=officer)
    for user in (officer, controller):
        answer = signed_in(user).get(url("revisions_view", draft.pk, revision.pk))
        assert answer.status_code == 200
        assert "Tên xem trước" in answer.content.decode()
        # A public page lets nobody frame it; a preview is framed by the form beside it.
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_history_compares_two_revisions(officer, ministry, signed_in):
    draft = make_draft(make_regulation(ministry))
    first = draft.save_revision(user=officer)
    part = draft.parts.get(key="steps")
    part.text = "Nộp trực tuyến"
    draft.parts.add(part)
    second = draft.save_revision(user=officer)
    compared = signed_in(officer).get(url("revisions_compare", draft.pk, first.pk, second.pk))
    assert "Nộp trực tuyến" in compared.content.decode().replace('<span class="addition">', "").replace("</span>", "")


def test_document_drafts_have_pages(officer, ministry, signed_in):
    draft = make_document_draft(make_document(maintained_by=ministry))
    for name in ("inspect", "edit"):
        where = url(name, draft.pk, namespace="wagtailsnippets_regulations_documentversion")
        assert signed_in(officer).get(where).status_code == 200


def test_a_document_one_may_not_see_is_neither_taken_nor_named(draft, officer, other_ministry, signed_in):
    hidden = make_document("9/2026/TT-BYT", maintained_by=other_ministry, title="Chưa ai được biết")
    client = signed_in(officer)
    posted = form_of() | rows("bases", {"document": hidden.pk, "label": ""})
    for answer in (
        client.post(url("edit", draft.pk), posted),
        client.get(url("add", namespace="wagtailsnippets_regulations_documentversion"), {"identity": hidden.pk}),
        client.post(url("add", namespace="wagtailsnippets_regulations_documentversion"), {"identity": hidden.pk}),
    ):
        assert answer.status_code == 200
        assert "Chưa ai được biết" not in answer.content.decode()
    assert not RegulationVersion.objects.get(pk=draft.pk).bases.exists()


def test_a_documents_draft_is_previewed_as_the_public_will_read_it(officer, ministry, signed_in):
    draft = make_document_draft(make_document(maintained_by=ministry))
    revision = draft.save_revision(user=officer)
    where = url("revisions_view", draft.pk, revision.pk, namespace="wagtailsnippets_regulations_documentversion")
    answer = signed_in(officer).get(where)
    assert answer.status_code == 200
    assert "Phạm vi điều chỉnh" in answer.content.decode()
