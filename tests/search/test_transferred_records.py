"""What went to another ministry is found under the old name too."""

import datetime

import pytest

from regulations.models import AgencySuccession, Regulation
from regulations.transfers import transfer_records
from tests.factories.regulations import make_agency, make_regulation, make_version
from tests.search.asking import codes, counts

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2025, 3, 1)


@pytest.fixture
def planning(db):
    return make_agency("BKHĐT", code="G05", name_vi="Bộ Kế hoạch và Đầu tư", valid_to=MARCH)


@pytest.fixture
def finance(db):
    return make_agency("BTC", code="G12", name_vi="Bộ Tài chính")


def transfer(old, new, **more):
    return transfer_records(from_agency=old, to_agency=new, on=MARCH, reason="Nghị quyết về sáp nhập", by=None, **more)


def test_the_old_name_finds_what_moved_and_only_that(index, planning, finance):
    health = make_agency("BYT", name_vi="Bộ Y tế")
    AgencySuccession.objects.create(old=planning, new=finance, date=MARCH, primary=True)
    for code in ("1.000001", "1.000002", "1.000003"):
        make_version(make_regulation(planning, code=code), title=f"Đăng ký {code}")
    make_version(make_regulation(finance, code="1.000009"), title="Kê khai thuế")
    index()
    transfer(planning, health, records=Regulation.objects.filter(code="1.000001"))
    transfer(planning, finance, records=Regulation.objects.filter(code="1.000002"))
    index()
    assert sorted(codes("agency=BKHDT")) == ["1.000001", "1.000002", "1.000003"]
    assert sorted(codes("agency=BTC")) == ["1.000002", "1.000003", "1.000009"]
    assert codes("agency=BYT") == ["1.000001"]
    assert sorted(codes('q="bo+ke+hoach+va+dau+tu"')) == ["1.000001", "1.000002", "1.000003"]
    assert counts("", "agency") == {"BKHĐT": 3, "BTC": 3, "BYT": 1}
