"""A search saved twice at the same moment, and the last one allowed saved by two."""

import datetime

import pytest

from search.models import SavedSearch
from search.query import SearchQuery
from search.saved import saving
from tests.accounts.citizens import EMAIL, signed_in
from tests.factories.accounts import make_citizen
from tests.regulations.races import at_once

ADD = "/account/searches/add/"
TODAY = datetime.date(2026, 11, 27)


def saved_at_once(folder, *texts):
    user = make_citizen()

    def save(text):
        return lambda: saving.save_search(user=user, query=SearchQuery(on=TODAY, text=text), name=text)

    return at_once(folder, *map(save, texts), look=lambda: SavedSearch.objects.filter(user=user).count())


@pytest.mark.django_db
def test_there_is_an_end_to_what_one_person_saves(monkeypatch):
    monkeypatch.setattr(saving, "MOST_SEARCHES", 2)
    make_citizen(EMAIL)
    browser = signed_in()
    kept = [browser.post(f"{ADD}?q={text}", {"name": "Tên"}).status_code for text in ("mot", "hai", "ba", "hai")]
    assert kept == [302, 302, 422, 302]
    assert "Bạn đã lưu 2 tìm kiếm" in browser.post(f"{ADD}?q=ba", {"name": "Ba"}).content.decode()


def test_the_same_search_at_once_is_one(committed, tmp_path):
    assert saved_at_once(tmp_path, "rượu", "rượu") == ([], 1)


def test_of_two_at_once_only_the_last_one_allowed_is_saved(committed, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "MOST_SEARCHES", 1)
    [refusal], left = saved_at_once(tmp_path, "rượu", "bia")
    assert isinstance(refusal, saving.TooManySearches)
    assert left == 1
