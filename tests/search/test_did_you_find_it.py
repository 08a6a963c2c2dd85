"""Opened results and answers to "did you find it?": counted from our own pages, without a trace of the reader."""

import re

import pytest
from django.test import Client

from accounts.models import Attempt
from search.learning import recording
from search.learning.keys import key_of
from search.learning.recording import Tally
from search.models import QueryCount
from tests.factories.regulations import make_version
from tests.search.learning import DAY, browser

pytestmark = pytest.mark.django_db
QUERY = "giấy phép rượu"
OWN_PAGE = {"sec-fetch-site": "same-origin", "origin": "http://testserver"}
EVENTS = ("asked", "empty", "clicked", "found", "not_found")


@pytest.fixture(autouse=True)
def _nothing_noted(monkeypatch):
    monkeypatch.setattr(recording, "tally", Tally())


def counted() -> dict[str, int]:
    recording.tally.write(day=DAY)
    row = QueryCount.objects.filter(key=key_of(QUERY)).values(*EVENTS).first() or {}
    return {name: number for name, number in row.items() if number}


def tell(client, *, headers=OWN_PAGE, **sent):
    return client.post("/search/count/", sent, headers=headers)


@pytest.mark.parametrize(("what", "event"), [("clicked", "clicked"), ("yes", "found"), ("no", "not_found")])
def test_the_script_of_the_page_tells_what_happened(what, event):
    response = tell(browser(), q=f"  {QUERY} ", what=what)
    assert (response.status_code, response.content) == (204, b"")
    assert not response.cookies
    assert counted() == {event: 1}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[broken"}, 403),
        ({}, 403),
        ({"origin": "http://testserver"}, 204),
    ],
)
def test_another_site_counts_nothing(headers, status):
    assert tell(browser(), headers=headers, q=QUERY, what="clicked").status_code == status
    assert counted() == ({"clicked": 1} if status == 204 else {})


@pytest.mark.parametrize(
    "sent",
    [{}, {"q": QUERY}, {"q": QUERY, "what": "asked"}, {"q": " ", "what": "clicked"}, {"q": "a" * 2001, "what": "no"}],
)
def test_what_is_not_understood_is_refused(sent):
    assert tell(browser(), **sent).status_code == 400
    assert counted() == {}


def test_only_posting_counts_and_only_a_browser():
    assert browser().get("/search/count/").status_code == 405
    assert tell(Client(), q=QUERY, what="clicked").status_code == 204
    assert counted() == {}


def test_any_query_with_results_asks_whether_it_was_found(client, embedded):
    make_version(title="Cấp giấy phép kinh doanh rượu & bia")
    embedded()
    html = client.get("/search/", {"q": 'giấy phép "rượu"&'}).content.decode()
    assert "Bạn có tìm thấy điều mình cần không?" in html
    assert 'href="/search/feedback/?q=gi%E1%BA%A5y%20ph%C3%A9p%20%22r%C6%B0%E1%BB%A3u%22%26"' in html
    assert 'data-query="giấy phép &quot;rượu&quot;&amp;"' in html
    assert "/en/search/feedback/?q=" in client.get("/en/search/?q=ruou").content.decode()
    for address in ("/search/", "/search/?q=khongcogi"):
        assert "found-it" not in client.get(address).content.decode()


def answer(client, found="no"):
    """Open the page of the question, press a button, and come to the thanks."""
    page = client.get("/search/feedback/", {"q": QUERY})
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    return client.post(page.wsgi_request.get_full_path(), {"found": found, "csrfmiddlewaretoken": token}, follow=True)


@pytest.mark.parametrize(("found", "event"), [("yes", "found"), ("no", "not_found")])
def test_without_script_a_page_of_its_own_takes_the_answer(found, event):
    response = answer(browser(enforce_csrf_checks=True), found)
    assert "Cảm ơn bạn đã trả lời" in response.content.decode()
    assert "/search/?q=gi%E1%BA%A5y+ph%C3%A9p+r%C6%B0%E1%BB%A3u" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert counted() == {event: 1}


def test_reloading_the_thanks_counts_nothing():
    client = browser()
    last, _status = answer(client).redirect_chain[-1]
    assert client.get(last).status_code == 200
    assert counted() == {"not_found": 1}


def test_the_form_needs_its_token_and_an_answer():
    client = browser(enforce_csrf_checks=True)
    assert client.post("/search/feedback/?q=ruou", {"found": "no"}).status_code == 403
    assert browser().post("/search/feedback/?q=ruou", {"found": "maybe"}).status_code == 422
    assert browser().post("/search/feedback/?q=ruou").status_code == 422
    assert browser().get("/search/feedback/?q=+").url == "/search/"
    recording.tally.write(day=DAY)
    assert not QueryCount.objects.exists()


def test_one_address_answers_so_often_and_no_address_is_kept(settings):
    settings.SEARCH_FEEDBACK_ATTEMPTS = {"address": 2, "seconds": 3600}
    client = browser(REMOTE_ADDR="203.0.113.77")
    assert [answer(client).status_code for _time in range(3)] == [200, 200, 429]
    assert counted() == {"not_found": 2}
    assert "203.0.113.77" not in repr(list(Attempt.objects.values())) + repr(list(QueryCount.objects.values()))


def test_no_word_of_a_query_is_in_the_log(caplog):
    caplog.set_level("DEBUG", "portal")
    answer(browser())
    tell(browser(), q=QUERY, what="clicked")
    recording.tally.write(day=DAY)
    assert "rượu" not in caplog.text
