"""What a visitor gets when something is wrong: a page that says so and leads on, in their language."""

import pytest
from django.http import HttpResponseServerError
from django.test import Client, RequestFactory

from home import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "said"),
    [("/khong-co/", "Không tìm thấy trang"), ("/regulations/khong-co/", "Không tìm thấy trang")],
)
def test_an_unknown_address_is_a_page_that_searches(client, path, said):
    response = client.get(path)
    assert response.status_code == 404
    page = response.content.decode()
    assert f"<h1>{said}</h1>" in page
    assert 'value="khong co"' in page
    assert 'action="/search/"' in page
    assert not response.cookies


def test_an_unknown_english_address_stays_in_english(client):
    page = client.get("/en/nothing-here/").content.decode()
    assert '<html lang="en">' in page
    assert 'action="/en/search/"' in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ""),
        ("/en/", ""),
        ("/documents/15-2018-nd-cp/", "15/2018/NĐ-CP"),
        ("/en/regulations/1.900101/", "1.900101"),
        ("/cu/thu-tuc_hai-quan.html", "thu tuc hai quan"),
        ("/tim/giấy-phép/", "giấy phép"),
        ("/" + "a-" * 500, ("a " * 40).strip()),
        ("/<script>alert(1)</script>/", "script"),
    ],
)
def test_the_words_of_an_address(path, words):
    assert errors.words_of(path) == words


@pytest.mark.parametrize("path", ["/%00/", "/%ff%fe/", "/..%2f..%2fetc/passwd", "/%3Cb%3E/", "/a" * 2000])
def test_a_strange_address_is_a_plain_404(client, path):
    response = client.get(path, follow=True)
    assert response.status_code == 404
    assert "<b>" not in response.content.decode()


def test_an_unknown_host_is_refused():
    response = Client(HTTP_HOST="evil.example", raise_request_exception=False).get("/")
    assert response.status_code == 400
    assert "Yêu cầu không hợp lệ" in response.content.decode()


def test_a_form_without_its_token_is_explained():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "Biểu mẫu đã hết hạn" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (errors.bad_request, 400, "bad_request"),
        (errors.permission_denied, 403, "forbidden"),
        (errors.page_not_found, 404, "not_found"),
        (errors.server_error, 500, "server_error"),
    ],
)
def test_programs_get_json(answer, status, code):
    request = RequestFactory().get("/api/x")
    response = answer(request) if answer is errors.server_error else answer(request, Exception("secret"))
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    assert f'"code": "{code}"' in response.content.decode()
    assert "secret" not in response.content.decode()


def test_an_unknown_address_of_the_api_is_json(client):
    assert client.get("/api/khong-co/").json()["error"]["code"] == "not_found"


def test_a_failure_needs_neither_database_nor_templates_context(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(RequestFactory().get("/"))
    assert isinstance(response, HttpResponseServerError)
    assert "Hệ thống đang gặp sự cố" in response.content.decode()
