"""The demo shows a record that a merged ministry handed on, and what the national database says otherwise."""

import datetime

import pytest

from home.demo.loading import load_demo
from regulations.models import RecordTransfer
from regulations.national.comparing import comparisons

pytestmark = pytest.mark.django_db


def test_a_record_has_moved_and_three_differences_are_open(client):
    load_demo(today=datetime.date(2026, 11, 27))
    transfer = RecordTransfer.objects.get()
    assert (transfer.old_agency.acronym, transfer.regulation.agency.acronym) == ("BKHĐT", "BTC")
    page = client.get(transfer.regulation.get_absolute_url()).content.decode()
    assert "Bộ Kế hoạch và Đầu tư" in page and "Bộ Tài chính" in page
    kinds = {one.code: one.kind for one in comparisons(None)}
    assert kinds == {
        "1.900101": "same", "1.900103": "missing_there", "1.900201": "same", "1.900202": "differs",
        "1.900299": "missing_here",
    }  # fmt: skip
