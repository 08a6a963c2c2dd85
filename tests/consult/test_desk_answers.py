"""Official answers in the admin: to one comment or several, seen before they are given, replaced by better ones."""

import pytest
from django.urls import reverse

from consult.models import Comment, OfficialAnswer
from tests.consult.desk import Ministry, answer_url, mark, signed_in, text_of
from tests.factories.consult import make_answer, make_comment, make_round
from tests.factories.plans import publish_plan
from tests.factories.regulations import make_agency

GIVEN = {"outcome": "partly", "text": "Tiếp thu một phần.\n\nPhần <b>còn lại</b> chờ luật.", "changed_in": ""}


@pytest.fixture
def ministry(db):
    return Ministry("BCT")


@pytest.fixture
def desk(ministry):
    return signed_in(ministry.officer)


def answers_of(comment):
    return Comment.objects.get(pk=comment.pk).answer


def test_unanswered_comments_are_listed_with_how_far_answers_are(ministry, desk):
    open_one, done = make_comment(ministry.round, text="Chưa ai trả lời câu này."), make_comment(ministry.round)
    waiting = ministry.comment(text="Còn chờ duyệt, cán bộ chưa được đọc.")
    make_answer(ministry.round, done, by=ministry.officer)
    rounds = text_of(desk.get(reverse("consult_answering:rounds")))
    assert "1/2 ý kiến đã đăng" in rounds
    assert f"{ministry.round.answer_due_on:%d/%m/%Y}" in rounds
    page = text_of(desk.get(answer_url("round", ministry.round)))
    assert "Đã trả lời 1/2 ý kiến đã đăng" in page
    assert mark(open_one) in page
    assert mark(done) not in page
    everything = text_of(desk.get(answer_url("round", ministry.round) + "?answered=all"))
    assert mark(done) in everything
    assert mark(waiting) not in everything
    assert waiting.text not in everything
    assert mark(done) in text_of(desk.get(answer_url("round", ministry.round) + "?outcome=accepted"))


def test_filters_by_part_and_words(ministry, desk):
    whole = make_comment(ministry.round, text="Bãi bỏ bản sao công chứng.")
    on_item = make_comment(ministry.round, text="Rút ngắn thời hạn.", part="muc-1")
    url = answer_url("round", ministry.round)

    def found(query):
        page = text_of(desk.get(f"{url}?{query}"))
        return {one for one in (whole, on_item) if mark(one) in page}

    assert found("part=muc-1") == {on_item}
    assert found("part=whole") == {whole}
    assert found("q=ban sao") == {whole}
    assert found("part=muc-77") == set()


def test_one_answer_to_several_is_previewed_then_published(ministry, desk):
    comments = [make_comment(ministry.round) for _ in range(2)]
    left = make_comment(ministry.round)
    form = desk.get(answer_url("answer", ministry.round), {"comment": [one.pk for one in comments]})
    assert all(f"Ý kiến số {one.pk}" in text_of(form) for one in comments)
    body = GIVEN | {"comment": [one.pk for one in comments]}
    shown = desk.post(answer_url("answer", ministry.round), body | {"preview": "1"})
    page = text_of(shown)
    assert shown.status_code == 200
    assert "Công chúng sẽ thấy" in page
    assert "<p>Phần <b>còn lại</b> chờ luật.</p>" in page
    assert not OfficialAnswer.objects.exists()
    done = desk.post(answer_url("answer", ministry.round), body | {"publish": "1"}, follow=True)
    assert "Đã trả lời 2 ý kiến." in text_of(done)
    given = OfficialAnswer.objects.get()
    assert {answers_of(one) for one in comments} == {given}
    assert (given.outcome, given.answered_by) == ("partly", ministry.officer)
    assert answers_of(left) is None


def test_what_is_missing_is_named_and_what_was_typed_stays(ministry, desk):
    comment = make_comment(ministry.round)
    url = answer_url("answer", ministry.round)
    refused = desk.post(url, {"comment": comment.pk, "outcome": "", "text": "Nội dung đã gõ dở.", "publish": "1"})
    assert refused.status_code == 422
    assert "Nội dung đã gõ dở." in text_of(refused)
    assert 'href="#id_outcome"' in text_of(refused)
    short = desk.post(url, GIVEN | {"comment": comment.pk, "text": "Có.", "publish": "1"})
    assert "ít nhất 10 ký tự" in text_of(short)
    foreign = publish_plan(agency=make_agency("BYT"))
    wrong = desk.post(url, GIVEN | {"comment": comment.pk, "changed_in": foreign.pk, "publish": "1"})
    assert wrong.status_code == 422
    assert desk.get(url).url == answer_url("round", ministry.round)
    assert not OfficialAnswer.objects.exists()


def test_two_who_answer_at_once(ministry, desk):
    comment = make_comment(ministry.round)
    first = make_answer(ministry.round, comment, by=ministry.officer)
    second = desk.post(answer_url("answer", ministry.round), GIVEN | {"comment": comment.pk, "publish": "1"})
    assert second.status_code == 409
    assert "đã có trả lời khác" in text_of(second)
    assert "Phần &lt;b&gt;còn lại" in text_of(second)
    assert answers_of(comment) == first


def test_a_better_answer_takes_over_all_comments_of_the_old_one(ministry, desk):
    comments = [make_comment(ministry.round) for _ in range(2)]
    old = make_answer(ministry.round, *comments, by=ministry.officer, text="Câu trả lời cũ chưa đủ.")
    url = answer_url("replace", ministry.round, old.pk)
    form = text_of(desk.get(url))
    assert form.count("Câu trả lời cũ chưa đủ.") >= 2
    desk.post(url, GIVEN | {"publish": "1"})
    new = OfficialAnswer.objects.get(replaces=old)
    assert {answers_of(one) for one in comments} == {new}
    again = desk.post(url, GIVEN | {"publish": "1"})
    assert again.status_code in (409, 422)
    assert "được thay bằng câu trả lời khác" in text_of(desk.get(url, follow=True))
    assert OfficialAnswer.objects.count() == 2


def test_comments_of_other_rounds_or_not_public_are_refused(ministry, desk):
    own = make_comment(ministry.round)
    elsewhere = make_comment(make_round(publish_plan(agency=ministry.agency)))
    foreign = make_comment(make_round(publish_plan(agency=make_agency("BYT"))))
    waiting = ministry.comment()
    url = answer_url("answer", ministry.round)
    for wrong in (elsewhere, foreign, waiting):
        keys = [own.pk, wrong.pk]
        assert desk.get(url, {"comment": keys}).status_code == 404
        assert desk.post(url, GIVEN | {"comment": keys, "publish": "1"}).status_code == 404
    assert not OfficialAnswer.objects.exists()
    assert desk.get(answer_url("replace", ministry.round, 999)).status_code == 404


def test_a_hidden_name_is_hidden_from_those_who_answer(ministry, desk):
    comment = make_comment(ministry.round, name="Trần Bí Danh", hide_name=True, email="")
    for url in (answer_url("round", ministry.round), answer_url("answer", ministry.round) + f"?comment={comment.pk}"):
        page = text_of(desk.get(url))
        assert f"Ý kiến số {comment.pk}" in page
        assert "Trần Bí Danh" not in page


def test_legal_control_reads_answers_and_gives_none(ministry):
    comment = make_comment(ministry.round)
    client = signed_in(ministry.controller)
    page = text_of(client.get(answer_url("round", ministry.round)))
    assert mark(comment) in page
    assert "Viết câu trả lời" not in page
    answer = client.post(answer_url("answer", ministry.round), GIVEN | {"comment": comment.pk, "publish": "1"})
    assert answer.status_code in (302, 403)
    assert not OfficialAnswer.objects.exists()
