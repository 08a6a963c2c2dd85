"""The figures count what went to another ministry under both names, and their links find it."""

import datetime

import pytest

from regulations.models import Regulation
from regulations.transfers import transfer_records
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.rebuild import rebuild
from tests.factories.regulations import make_agency, make_regulation, make_version
from tests.home.test_statistics import main_of, numbers, stated_total
from tests.search.draining import drain_jobs

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2025, 3, 1)


@pytest.fixture
def index(db):
    reset_engine(TantivyEngine())
    rebuild()
    yield drain_jobs
    reset_engine()


@pytest.fixture
def planning(db):
    return make_agency("BKHĐT", code="G05", name_vi="Bộ Kế hoạch và Đầu tư", valid_to=MARCH)


@pytest.fixture
def finance(db):
    return make_agency("BTC", code="G12", name_vi="Bộ Tài chính")


def transfer(old, new, **more):
    return transfer_records(from_agency=old, to_agency=new, on=MARCH, reason="Nghị quyết về sáp nhập", by=None, **more)


def test_every_figure_of_statistics_opens_as_many_after_a_transfer(client, index, planning, finance):
    unit = make_agency("CQLĐT", parent=planning)
    for agency in (planning, planning, unit, finance):
        make_version(make_regulation(agency))
    transfer(planning, finance, records=Regulation.objects.filter(agency=planning)[:1])
    transfer(unit, finance)
    index()
    html = main_of(client, "/statistics/")
    figures = dict(numbers(html))
    assert figures["/search/?agency=BTC"] == 3
    assert sorted(figures.values())[-3:] == [4, 4, 4]
    for url, count in figures.items():
        assert stated_total(client, url) == count, url
