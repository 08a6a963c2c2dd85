"""What is counted of searches, and what is kept of their words."""

import datetime
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.learning import recording
from search.learning.keys import PERSONAL, key_of
from search.learning.pruning import prune
from search.learning.recording import Event, Tally
from search.learning.storing import store
from search.models import QueryCount, QueryText
from tests.factories.regulations import make_version
from tests.regulations.races import at_once
from tests.search.learning import DAY, browser, days_later, on_day, search_for

QUERY = "giấy phép rượu"
COUNTS = ("asked", "empty", "clicked", "found", "not_found")


@pytest.fixture(autouse=True)
def _nothing_noted(monkeypatch):
    """What other tests searched for is not counted here."""
    monkeypatch.setattr(recording, "tally", Tally())


@pytest.fixture
def register(embedded):
    """One regulation that the query finds."""
    make_version(title="Cấp giấy phép kinh doanh rượu")
    embedded()


def counted(query: str = QUERY) -> dict[str, int]:
    """What is counted of a query on DAY."""
    recording.tally.write(day=DAY)
    row = QueryCount.objects.filter(key=key_of(query), day=DAY).values(*COUNTS).first()
    return {name: number for name, number in (row or {}).items() if number}


def texts() -> list[str]:
    return sorted(QueryText.objects.values_list("text", flat=True))


def get(address: str, **headers):
    response = browser().get(address, headers=headers)
    assert response.status_code == 200
    return response


def test_a_question_of_a_browser_is_counted(register):
    get("/search/?" + urlencode({"q": QUERY}))
    get("/en/search/?q=GIAY+PHEP+RUOU")
    assert counted() == {"asked": 2}


def test_what_finds_nothing_in_any_tab_is_counted_as_empty(register):
    get("/search/?q=khongcogi")
    assert counted("khongcogi") == {"asked": 1, "empty": 1}
    get("/search/?" + urlencode({"q": QUERY, "in": "plans"}))
    assert counted() == {"asked": 1}


def test_what_a_filter_empties_is_not_missing(register):
    get("/search/?" + urlencode({"q": QUERY, "status": "abolished"}))
    assert counted() == {"asked": 1}


SAME_QUERY = "http://testserver/search/?" + urlencode({"q": QUERY, "kind": "procedure"})


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("", {"user-agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"}),
        ("", {"user-agent": "curl/8.5.0"}),
        ("", {"user-agent": ""}),
        ("", {"sec-purpose": "prefetch;prerender"}),
        ("", {"purpose": "prefetch"}),
        ("", {"cache-control": "max-age=0"}),
        ("&status=in-force", {"referer": SAME_QUERY}),
        ("&in=documents", {"referer": SAME_QUERY.replace("/search/", "/en/search/")}),
        ("&sort=title", {"referer": "http://testserver/search/?q=GIAY+++PHEP+RUOU"}),
        ("", {"referer": "http://testserver/search/feedback/?q=giay+phep+ruou&sent=no"}),
        ("&page=2", {}),
    ],
)
def test_machines_reloads_and_refinements_are_not_counted(register, address, headers):
    for number in range(21):
        make_version(title=f"Giấy phép rượu {number}")
    call_command("search_worker", once=True)
    get("/search/?" + urlencode({"q": QUERY}) + address, **headers)
    assert counted() == {}


def test_a_new_query_from_a_page_of_results_is_counted(register):
    get("/search/?" + urlencode({"q": QUERY}), referer="http://testserver/search/?q=ruou")
    get("/search/?" + urlencode({"q": QUERY}), referer="https://elsewhere.example/search/?" + urlencode({"q": QUERY}))
    get("/search/?" + urlencode({"q": QUERY}), referer="http://[broken")
    assert counted() == {"asked": 3}


def test_looking_without_words_and_other_ways_to_ask_are_not_counted(register):
    get("/search/")
    get("/search/?kind=procedure")
    get("/api/search?" + urlencode({"q": QUERY}))
    browser().head("/search/?" + urlencode({"q": QUERY}))
    recording.tally.write(day=DAY)
    assert not QueryCount.objects.exists()


def test_without_an_index_nothing_is_counted(register, tmp_path):
    reset_engine(TantivyEngine(tmp_path / "nothing"))
    get("/search/?" + urlencode({"q": QUERY}))
    assert counted() == {}


def test_words_are_kept_from_the_fifth_time_on_the_third_day_on(register):
    search_for(QUERY, days={0: 9, 1: 9})
    assert texts() == []
    search_for(QUERY, days={2: 1})
    assert texts() == [QUERY]
    search_for("giấy phép", days={0: 1, 1: 1, 2: 2})
    assert texts() == [QUERY]
    search_for("giấy phép", days={2: 1})
    assert texts() == ["giấy phép", QUERY]


def test_until_then_nothing_in_the_database_has_the_words(register):
    """Not even for a day: they are held in memory for the seconds until the count is written."""
    search_for(QUERY, days={0: 3, 1: 3})
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {QueryCount._meta.db_table}")
        rows = repr(cursor.fetchall())
    assert "rượu" not in rows
    assert key_of(QUERY) in rows
    assert not recording.tally._texts


def test_of_two_spellings_the_one_with_accents_is_kept(register):
    search_for("giay phep ruou", days={0: 2, 1: 2, 2: 2})
    assert texts() == ["giay phep ruou"]
    search_for("Giấy phép rượu", days={3: 1})
    assert texts() == ["Giấy phép rượu"]
    search_for("GIAY PHEP RUOU", days={3: 1})
    assert texts() == ["Giấy phép rượu"]


def test_words_about_a_person_are_never_kept_and_counted_as_one(register):
    search_for("0912 345 678", days={0: 3, 1: 3, 2: 3})
    search_for("an@vi-du.vn", days={0: 3, 1: 3, 2: 3})
    assert texts() == []
    assert set(QueryCount.objects.values_list("key", flat=True)) == {PERSONAL}
    assert list(QueryCount.objects.order_by("day").values_list("asked", flat=True)) == [6, 6, 6]


def test_clicks_and_answers_do_not_make_a_query_asked_often(register):
    for number in range(4):
        with on_day(number):
            for _time in range(5):
                recording.tally.add(QUERY, Event.NOT_FOUND)
    assert texts() == []


def test_counts_go_after_ninety_days_and_words_when_nothing_proves_them(register):
    search_for(QUERY, days={0: 3, 1: 1, 2: 1})
    search_for("rượu", days={0: 3, 1: 1, 2: 1, 80: 1, 81: 1})
    assert texts() == [QUERY, "rượu"]
    assert prune(day=days_later(89)).counts == 0
    assert texts() == [QUERY, "rượu"]
    gone = prune(day=days_later(90))
    assert (gone.counts, gone.texts) == (2, 2)
    assert QueryCount.objects.filter(key=key_of("rượu")).count() == 4
    again = prune(day=days_later(90))
    assert (again.counts, again.texts) == (0, 0)
    prune(day=days_later(171))
    assert not QueryCount.objects.exists()


def test_the_command_prunes_as_of_today(register, capsys):
    today = timezone.localdate()
    old, kept = (QueryCount(key="a" * 64, day=today - datetime.timedelta(days=days)) for days in (90, 89))
    QueryCount.objects.bulk_create([old, kept])
    QueryText.objects.create(key="a" * 64, text="cũ")
    call_command("prune_search_counts")
    assert "1 counts and 1 texts removed" in capsys.readouterr().out
    assert list(QueryCount.objects.values_list("day", flat=True)) == [kept.day]


def test_counting_prunes_by_itself_once_a_day(register):
    QueryCount.objects.create(key="a" * 64, day=days_later(-90), asked=1)
    search_for(QUERY, days={0: 1})
    assert list(QueryCount.objects.values_list("day", flat=True)) == [DAY]


def test_a_failing_database_costs_counts_and_no_answer(register, caplog):
    def refuse(execute, sql, params, many, context):
        if QueryCount._meta.db_table in sql:
            raise OperationalError(f"locked: {params}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        get("/search/?" + urlencode({"q": QUERY}))
        recording.tally.write(day=DAY)
    assert "lost of 1 queries" in caplog.text
    assert "rượu" not in caplog.text and key_of(QUERY) not in caplog.text
    get("/search/?" + urlencode({"q": QUERY}))
    assert counted() == {"asked": 1}


def test_a_flood_of_queries_is_cut_and_said(db, monkeypatch, caplog):
    monkeypatch.setattr(recording, "MOST_WAITING", 3)
    for number in range(5):
        recording.tally.add(f"câu {number}", Event.ASKED)
    recording.tally.add("câu 0", Event.ASKED)
    recording.tally.write(day=DAY)
    assert sorted(QueryCount.objects.values_list("asked", flat=True)) == [1, 1, 2]
    assert "lost of 2 queries" in caplog.text


def test_a_counted_page_asks_the_database_nothing_more(register):
    def queries(client) -> int:
        client.get("/search/?q=ruou")
        with CaptureQueriesContext(connection) as asked:
            client.get("/search/?q=ruou")
        return len(asked)

    assert queries(browser()) == queries(Client())
    assert counted("rượu") == {"asked": 2}


@pytest.fixture
def committed_counts(committed):
    """Counts that other connections see, gone afterwards."""
    yield
    QueryCount.objects.all().delete()
    QueryText.objects.all().delete()


def test_processes_that_count_side_by_side_lose_nothing(committed_counts, tmp_path):
    """Eight writers, each with the same forty queries and one of its own, ten times: as processes do."""
    shared = [f"{number:064}" for number in range(40)]

    def writer(own):
        keys = [*shared, f"{1000 + own:064}"]

        def write():
            for _time in range(10):
                counts = {key: Counter(asked=1, clicked=own) for key in keys}
                store(counts=counts, texts={key: f"câu {int(key)}" for key in keys}, day=DAY)

        return write

    def look():
        sums = QueryCount.objects.filter(key__in=shared).values_list("asked", "clicked").distinct()
        return list(sums), QueryCount.objects.count()

    refused, found = at_once(tmp_path, *(writer(own) for own in range(8)), look=look)
    assert refused == []
    assert found == ([(80, 10 * sum(range(8)))], 48)


def test_threads_of_a_process_lose_nothing(db):
    def ask_often():
        for _time in range(500):
            recording.tally.add(QUERY, Event.ASKED)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _thread: ask_often(), range(8)))
    assert counted() == {"asked": 4000}


@pytest.mark.postgres  # a database in the memory of another thread cannot be written to
def test_what_is_noted_is_written_by_itself(committed_counts, settings):
    settings.SEARCH_COUNT_SECONDS = 0.01
    recording.tally.add(QUERY, Event.ASKED)
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(30)
    assert QueryCount.objects.get().asked == 1
