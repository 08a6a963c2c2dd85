"""Whatever stands in an address, lookup and lists answer. Ten thousand over HTTP: scripts/prove/fuzz.py."""

import pytest

from tests.factories.regulations import make_document_version, make_version
from tests.search.fuzzing import strange_addresses

pytestmark = pytest.mark.django_db


def test_no_address_is_an_error(index, client):
    make_version(title="Cấp giấy phép kinh doanh")
    make_document_version()
    index()
    failed = []
    for address in strange_addresses(210, seed=11):
        answer = client.get(address)
        if answer.streaming:
            list(answer)  # a file is made while it is read
        if answer.status_code >= 500:
            failed.append((answer.status_code, address[:200]))
    assert failed == []
