"""Every public address of the resolver, as the portal itself answers it: one policy, enforced, and nothing inline."""

import re
import urllib.error
import urllib.request

import pytest
from django.utils import translation

from tests.e2e.public_pages import ANSWERED_COMMENT, DECREE, SCAN
from tests.regulations.admin.addresses import every_address

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)|javascript:", re.IGNORECASE)
PAGES_OF_WAGTAIL = ("/tin-tuc/", "/tin-tuc/kinh-doanh-hoa-chat-bot-giay-to/", "/huong-dan/", "/en/news/", "/en/")
"""What stands behind Wagtail's one address for all its pages."""
VALUES = {
    "pk": 6, "number": 1, "item": 1, "part": "time_limit", "old": 3, "new": 4, "label": "dieu-9", "edition": "2018",
    "comment_pk": ANSWERED_COMMENT, "token": "khong-co", "key": "khong-co", "uidb36": "1", "section": "plans",
    "receipt": "GY-0000-0000-0000", "code": "1.900101", "slug": DECREE,
    "sha256": SCAN, "name": "ban-chup.pdf",
}  # fmt: skip
OWN_VALUES = {"consult:": {"pk": 3}, "regulations:agency": {"code": "G02"}, "regulations:field": {"slug": "hoa-chat"},
              "regulations:industry": {"code": "0141"}}  # fmt: skip


def public_addresses() -> list[str]:
    found = set(PAGES_OF_WAGTAIL)
    for address in every_address():
        if address.in_admin or address.name.startswith("wagtail_serve"):
            continue
        values = dict.fromkeys(address.parameters, 1) | VALUES
        for prefix, own in OWN_VALUES.items():
            values |= own if address.name.startswith(prefix) else {}
        for language in ("vi", "en"):
            with translation.override(language):
                found.add(address.path(values))
    return sorted(found)


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


@pytest.mark.parametrize("address", public_addresses())
def test_every_public_address_is_under_the_policy(reading_portal, address):
    try:
        answer = urllib.request.build_opener(NoRedirects).open(reading_portal.url + address, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    assert answer.status < 500, address
    policy = answer.headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
    assert rules["form-action"] == rules["base-uri"] == "'self'"
    assert "unsafe" not in policy and "data:" not in rules["script-src"]
    assert "Content-Security-Policy-Report-Only" not in answer.headers
    if answer.headers.get_content_type() == "text/html":
        assert INLINE.findall(answer.read().decode()) == []
