"""Hostile texts for the sanitiser: those opened in a browser, elements with handlers, links in disguise, broken markup."""

from itertools import product

from tests.e2e.payloads import PAYLOADS as OPENED_IN_A_BROWSER

_ELEMENTS = ("a", "b", "p", "li", "blockquote", "img src=x", "svg", "math", "video", "input autofocus", "details open",
             "body", "iframe", "isindex", "keygen", "meta", "style", "noscript", "template", "select")  # fmt: skip
_HANDLERS = ("onerror=xss()", "ONLOAD='xss()'", 'onmouseover="xss()"', "onfocus\n=xss()", "on\x00click=xss()",
             "style=width:expression(xss())")  # fmt: skip
_HREFS = (
    "javascript:xss()", "JaVaScRiPt:xss()", " javascript:xss()", "java\tscript:xss()", "java\nscript:xss()",
    "&#106;avascript:xss()", "&#x6A;avascript&colon;xss()", "\x01javascript:xss()", "vbscript:xss()",
    "data:text/html,<script>xss()</script>", "data:text/html;base64,PHNjcmlwdD4=", "//xau.vn", "/admin/logout/", "?x",
    "https:xss", "https://x.vn\" onclick=\"xss()", "https://x.vn' onclick='xss()", "https://x.vn`", "https://[::1",
    "http://\x00x.vn", "mailto:a@b.vn?subject=<script>", "feed:javascript:xss()", "view-source:javascript:xss()",
    "blob:https://x.vn/1", "file:///etc/passwd", "javascript&NewLine;:xss()", "https://x.vn/&quot;onclick=xss()",
)  # fmt: skip
# ruff: noqa: E501
_BROKEN = (
    "<p><table><p>", "<b><p></b>x</p>", "<ul><ul><li></ul>x", "<a href=https://x.vn><p><a href=https://y.vn>z", "</p></p>",
    "<<script>script>xss()<</script>/script>", "<b/onclick=xss()>", "<p\x0conclick=xss()>", "<li><p><li><p>", "<br/ >",
    "<b <i>x", "<i\n\n>x", "&amp;lt;script&amp;gt;", "<plaintext>", "<noscript><p title=\"</noscript><img src=x onerror=xss()>\">",
    "<math><mi><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=xss()&gt;\">", "<svg></p><style><a id=\"</style>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=xss()>", "<p>\u2028<b>\u202ex", "\ufeff<b>x",
    "<b>" * 400, "<ul><li>" * 200, "a\n" * 500,
)  # fmt: skip

PAYLOADS = (
    *OPENED_IN_A_BROWSER,
    *(f"<{element} {handler}>x" for element, handler in product(_ELEMENTS, _HANDLERS)),
    *(f'<a href="{href}">x</a>' for href in _HREFS),
    *(f"<a href={href}>x</a>" for href in _HREFS),
    *_BROKEN,
)
