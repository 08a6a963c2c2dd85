"""The moderation queue: what a moderator sees, decides, and is told when a colleague was quicker."""

import pytest

from consult.models import Comment, CommentStatus, ModerationAction
from consult.moderation import moderate
from regulations.models import Role
from tests.consult.desk import QUEUE, Ministry, answer_url, comment_url, mark, signed_in, text_of
from tests.factories.consult import make_comment, make_round, publish
from tests.factories.plans import publish_plan
from tests.factories.regulations import make_agency, make_officer, make_portal_person

PUBLISHED, REJECTED, HIDDEN = CommentStatus.PUBLISHED, CommentStatus.REJECTED, CommentStatus.HIDDEN
WHY = {"reason": "insult", "note": "Có lời xúc phạm người khác."}


@pytest.fixture
def ministry(db):
    return Ministry("BCT")


@pytest.fixture
def desk(ministry):
    return signed_in(ministry.moderator)


def status_of(comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def decision(*comments, to, seen=None, **more):
    """What the form of the queue posts for these comments, as one who saw their newest decisions."""
    body = {"comment": [one.pk for one in comments], "to": to, **more}
    for one in comments:
        newest = ModerationAction.objects.filter(comment=one, by__isnull=False).order_by("-pk").first()
        body[f"seen-{one.pk}"] = seen if seen is not None else (newest.pk if newest else 0)
    return body


def test_what_waits_is_shown_oldest_first_with_its_context(ministry, desk):
    parent = make_comment(ministry.round, text="Ý kiến gốc về giấy đề nghị.", part="muc-1")
    first = ministry.comment(text="Ý kiến <b>đầu</b> <script>alert(1)</script> tiên.", part="muc-1", name="Lê Văn Chờ")
    second = ministry.comment(text="Ý kiến trả lời ý kiến gốc.", parent=parent)
    page = text_of(desk.get(QUEUE))
    assert page.index(mark(first)) < page.index(mark(second))
    assert "<b>đầu</b>" in page
    assert "<script>alert(1)" not in page
    assert "Lê Văn Chờ" in page
    assert "Mục 1: " in page
    assert "Ý kiến gốc về giấy đề nghị." in page
    assert "chưa xác thực" in page
    assert f'id="y-kien-{parent.pk}"' not in page


def test_hidden_names_and_addresses_are_nowhere(ministry, desk):
    one = ministry.comment(name="Trần Bí Danh", hide_name=True, email="bi-danh@vi-du.vn")
    shown = ministry.comment(name="Phạm Công Khai", email="cong-khai@vi-du.vn")
    pages = [text_of(desk.get(url)) for url in (QUEUE, comment_url(one), comment_url(shown))]
    desk.post(QUEUE, decision(one, shown, to=PUBLISHED))
    pages += [text_of(desk.get(url)) for url in (f"{QUEUE}?status=published", comment_url(one), comment_url(shown))]
    for page in pages:
        assert "Trần Bí Danh" not in page
        assert "@vi-du.vn" not in page.replace(ministry.moderator.email, "")
    assert any("Phạm Công Khai" in page for page in pages)
    assert "Không hiện tên" in pages[0]


def test_receipts_are_the_senders_alone(ministry, desk):
    """Whoever knows the number can withdraw the comment."""
    one = make_comment(ministry.round, part="muc-1")
    reply = ministry.comment(parent=one)
    told = desk.post(QUEUE, {"comment": reply.pk, "to": PUBLISHED}, follow=True)
    pages = [told, *(desk.get(url) for url in (QUEUE, f"{QUEUE}?status=all", comment_url(one), comment_url(reply)))]
    pages.append(signed_in(ministry.officer).get(answer_url("round", ministry.round)))
    pages.append(signed_in(ministry.officer).get(answer_url("answer", ministry.round), {"comment": one.pk}))
    for page in pages:
        assert one.receipt not in text_of(page)
        assert reply.receipt not in text_of(page)


def test_several_at_once_are_published(ministry, desk):
    comments = [ministry.comment() for _ in range(3)]
    left = ministry.comment()
    answer = desk.post(f"{QUEUE}?verified=no", decision(*comments, to=PUBLISHED))
    assert answer.url == f"{QUEUE}?verified=no"
    assert {status_of(one) for one in comments} == {PUBLISHED}
    assert status_of(left) == CommentStatus.PENDING
    assert "Đăng: 3 ý kiến." in text_of(desk.get(answer.url))


def test_not_showing_needs_a_reason_and_a_sentence(ministry, desk):
    one, other = ministry.comment(), ministry.comment()
    for missing in (
        {},
        {"reason": "insult", "note": "  "},
        {"reason": "", "note": "Vì thế."},
        {"reason": "x", "note": "x"},
    ):
        answer = desk.post(QUEUE, decision(one, to=REJECTED, **missing))
        assert answer.status_code == 422
        page = text_of(answer)
        assert 'href="#id_reason"' in page or 'href="#id_note"' in page
        assert f'value="{one.pk}" id="chon-{one.pk}"' in page
        assert "checked" in page.split(f'id="chon-{one.pk}"')[1].split(">")[0]
        assert "checked" not in page.split(f'id="chon-{other.pk}"')[1].split(">")[0]
    assert status_of(one) == CommentStatus.PENDING
    desk.post(QUEUE, decision(one, to=REJECTED, **WHY))
    assert status_of(one) == REJECTED
    action = one.moderation.get()
    assert (action.by, action.reason, action.note) == (ministry.moderator, "insult", WHY["note"])


def test_nothing_chosen_is_said(ministry, desk):
    ministry.comment()
    answer = desk.post(QUEUE, {"to": PUBLISHED})
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một ý kiến." in text_of(answer)


def test_one_is_hidden_and_shown_again_with_its_history(ministry, desk):
    comment = make_comment(ministry.round)
    page = text_of(desk.get(comment_url(comment)))
    assert 'value="hidden"' in page
    assert 'value="rejected"' not in page
    last = ModerationAction.objects.get(comment=comment)
    desk.post(comment_url(comment), {"to": HIDDEN, f"seen-{comment.pk}": last.pk, **WHY})
    assert status_of(comment) == HIDDEN
    page = text_of(desk.get(comment_url(comment)))
    assert WHY["note"] in page
    assert 'value="published"' in page
    last = ModerationAction.objects.filter(comment=comment).last()
    desk.post(comment_url(comment), {"to": PUBLISHED, f"seen-{comment.pk}": last.pk})
    assert status_of(comment) == PUBLISHED
    history = text_of(desk.get(comment_url(comment)))
    assert history.index(WHY["note"]) < history.rindex("<strong>Đã đăng</strong>")


def test_the_second_moderator_is_told_what_the_first_did(ministry, desk):
    colleague = make_officer(ministry.agency, Role.MODERATOR, full_name="Đồng nghiệp Nhanh Tay")
    comment, other = ministry.comment(), ministry.comment()
    seen = decision(comment, other, to=PUBLISHED)
    moderate(comment=comment, to=REJECTED, by=colleague, **WHY)
    page = text_of(desk.post(QUEUE, seen, follow=True))
    assert f"Ý kiến số {comment.pk}: Đồng nghiệp Nhanh Tay đã quyết định lúc" in page
    assert "Không đăng" in page
    assert status_of(comment) == REJECTED
    assert status_of(other) == PUBLISHED
    assert comment.moderation.count() == 1


def test_a_page_without_what_was_seen_decides_nothing(ministry, desk):
    comment = ministry.comment()
    page = text_of(desk.post(QUEUE, {"comment": comment.pk, "to": PUBLISHED}, follow=True))
    assert "hãy tải lại" in page
    assert status_of(comment) == CommentStatus.PENDING


def test_ones_own_words_are_for_others_to_judge(ministry, desk):
    own = ministry.comment(user=ministry.moderator, name="")
    assert "một người khác sẽ quyết định" in text_of(desk.get(comment_url(own)))
    page = text_of(desk.post(QUEUE, decision(own, to=PUBLISHED), follow=True))
    assert "của chính bạn" in page
    assert status_of(own) == CommentStatus.PENDING


def test_filters_find_by_round_part_contact_status_and_words(ministry, desk):
    whole = ministry.comment(text="Bãi bỏ bản sao công chứng cả phương án.")
    on_item = ministry.comment(text="Rút ngắn thời hạn ở mục này thôi.", part="muc-1")
    mailed = ministry.comment(text="Chưa xác nhận thư điện tử đâu nhé.", email="ai-do@vi-du.vn")
    second = make_round(publish_plan(agency=ministry.agency), title="Đợt thứ hai của BCT")
    elsewhere = make_comment(second, published=False, text="Ý kiến ở đợt thứ hai.")
    hidden = make_comment(ministry.round, text="Đã đăng từ trước rồi mà.")

    def found(query):
        page = text_of(desk.get(f"{QUEUE}?{query}"))
        return {one for one in (whole, on_item, mailed, elsewhere, hidden) if mark(one) in page}

    own = f"round={ministry.round.pk}"
    assert found("") == {whole, on_item, mailed, elsewhere}
    assert found(own) == {whole, on_item, mailed}
    assert found(f"{own}&part=muc-1") == {on_item}
    assert found(f"{own}&part=whole") == {whole, mailed}
    assert found("status=unconfirmed") == {mailed}
    assert found("status=published") == {hidden}
    assert found("q=cong chung") == {whole}
    assert found(f"q={elsewhere.receipt}") == {elsewhere}
    assert found(f"q={elsewhere.receipt[:-1]}") == set()
    assert found("verified=yes") == set()
    assert found("status=khong-co") == set()
    assert found(f"{own}&part=muc-99") == set()
    assert "Không có ý kiến nào khớp" in text_of(desk.get(f"{QUEUE}?q=khong-tim-thay"))


def test_no_work_is_said(ministry, desk):
    assert "Không có ý kiến nào chờ duyệt." in text_of(desk.get(QUEUE))


def test_an_examiner_reads_and_decides_nothing(ministry):
    comment = ministry.comment()
    examiner = signed_in(make_portal_person(Role.EXAMINER))
    page = text_of(examiner.get(QUEUE))
    assert mark(comment) in page
    assert "Ghi quyết định" not in page
    for url in (QUEUE, comment_url(comment)):
        assert examiner.post(url, decision(comment, to=PUBLISHED)).status_code in (302, 403)
    assert status_of(comment) == CommentStatus.PENDING


@pytest.mark.parametrize("foreign_first", [True, False])
def test_a_bulk_with_another_ministrys_comment_changes_nothing(ministry, desk, foreign_first):
    own = ministry.comment()
    foreign = make_comment(make_round(publish_plan(agency=make_agency("BYT"))), published=False)
    both = (foreign, own) if foreign_first else (own, foreign)
    assert desk.post(QUEUE, decision(*both, to=PUBLISHED)).status_code == 404
    assert {status_of(own), status_of(foreign)} == {CommentStatus.PENDING}
    for strange in ("999999999", "9" * 30, "-1", "x", "1.5", "²"):
        assert desk.post(QUEUE, {"comment": strange, "to": PUBLISHED}).status_code == 404


def test_another_ministrys_round_in_the_query_says_nothing(ministry, desk):
    foreign = make_round(publish_plan(agency=make_agency("BYT")), title="Đợt kín của BYT")
    secret = make_comment(foreign, published=False, text="Ý kiến kín của BYT đây.")
    for query in (f"round={foreign.pk}", f"round={foreign.pk}&status=all", "round=99999999", "round=x"):
        page = text_of(desk.get(f"{QUEUE}?{query}"))
        assert foreign.title not in page
        assert mark(secret) not in page
        assert 'class="error-message"' in page
    assert desk.get(comment_url(secret)).status_code == 404
    assert publish(secret).status == PUBLISHED
    assert desk.get(comment_url(secret)).status_code == 404
