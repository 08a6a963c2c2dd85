import pytest

from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_regulation,
    make_version,
    required_parts,
)

pytestmark = pytest.mark.django_db


def get(client, address):
    response = client.get(f"/api/search?{address}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert not response.cookies
    return response.json()


def test_it_answers_what_the_page_shows(client, embedded):
    regulation = make_version(make_regulation(make_agency("BCT")), title="Cấp giấy phép <nhanh>").regulation
    embedded()
    answer = get(client, "q=giay+phep&agency=bct&sort=newest")
    said = {name: answer["query"][name] for name in ("q", "in", "sort", "agency")}
    assert said == {"q": "giay phep", "in": "regulations", "sort": "newest", "agency": ["BCT"]}
    assert (answer["total"], answer["page"], answer["pages"], answer["limited"]) == (1, 1, 1, False)
    assert answer["facets"]["kind"] == [{"value": "procedure", "count": 1, "selected": False}]
    [hit] = answer["results"]
    assert hit["title"] == "Cấp giấy phép <nhanh>"
    assert hit["highlight"]["title"] == "Cấp <mark>giấy phép</mark> &lt;nhanh&gt;"
    assert (hit["code"], hit["url"], hit["status"]) == (regulation.code, f"/regulations/{regulation.code}/", "in-force")


def test_documents_come_with_their_passages(client, embedded):
    make_document_version(make_document("15/2018/NĐ-CP"))
    embedded()
    [hit] = get(client, "in=documents&q=thuyet+minh")["results"]
    assert (hit["number"], hit["type"]) == ("15/2018/NĐ-CP", "Nghị định")
    [passage] = hit["provisions"]
    assert passage["title"] == "Điều 2. Hồ sơ"
    assert "<mark>thuyết minh</mark>" in passage["highlight"]["snippet"]
    assert "<mark>" not in passage["snippet"]


def test_what_could_not_be_used_is_said(client, embedded):
    answer = get(client, "kind=x&on=y&in=z")
    assert len(answer["notices"]) == 3


def test_plain_texts_are_plain_and_a_wrong_method_is_called_so(client, embedded):
    make_version(make_regulation(), parts=required_parts("procedure") | {"steps": 'Nộp "A&B" <qua mạng>.'})
    embedded()
    [hit] = get(client, "q=qua+mang")["results"]
    assert 'Nộp "A&B" <qua mạng>.' in hit["snippet"]
    assert type(client)(enforce_csrf_checks=True).post("/api/search").status_code == 405
