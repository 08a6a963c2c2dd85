"""Whatever stands in an address, lookup and lists answer. Ten thousand over HTTP: scripts/prove/fuzz.py."""

import pytest

from tests.factories.regulations import make_document_version, make_version
from tests.search.fuzzing import strange_addresses

pytestmark = pytest.mark.django_db


def test_no_address_is_an_error(index, client):
    make_version(title="Cấp giấy phép kinh doanh")
    make_document_version()
    index()
    answers = ((client.get(address).status_code, address[:200]) for address in strange_addresses(300, seed=11))
    assert [answer for answer in answers if answer[0] >= 500] == []
