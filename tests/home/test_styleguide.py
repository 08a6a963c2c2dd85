"""The components keep their promises: documented, shown, escaped, free of inline code, small."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.http import Http404
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from home.styleguide import component_doc, gallery, styleguide
from home.styleguide_examples import EXAMPLES

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
# Mails need inline styles, and the admin has a policy of its own.
PUBLIC = sorted(path for path in TEMPLATES.rglob("*.html") if not {"emails", "wagtailadmin"} & set(path.parts))
PARTS_OF_OTHERS = {"outline_items", "redline_segments"}
VOID = {"input", "br", "img", "hr", "meta", "link", "path", "circle"}


class _Balance(HTMLParser):
    """Fails on an element that is closed by another's end tag or not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def show(component: str, **context) -> str:
    return get_template(f"components/{component}.html").render(context)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_component_is_in_the_gallery():
    assert {path.stem for path in COMPONENTS} - PARTS_OF_OTHERS == set(EXAMPLES)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_what_it_takes(path):
    assert re.search(r"\b[Tt]akes\b", component_doc(path.read_text()))


@pytest.mark.parametrize("section", gallery(), ids=lambda section: section["name"])
def test_every_example_is_well_formed(section):
    for example in section["examples"]:
        parser = _Balance()
        parser.feed(example["html"])
        assert parser.open == []


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.name)
def test_no_inline_style_or_script(path):
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)", source)


@pytest.mark.django_db
def test_gallery_page(settings):
    settings.DEBUG = True
    page = styleguide(RequestFactory().get("/styleguide/")).content.decode()
    assert page.count("data-example=") == sum(len(examples) for examples in EXAMPLES.values())


def test_gallery_does_not_exist_outside_development(settings):
    settings.DEBUG = False
    with pytest.raises(Http404):
        styleguide(RequestFactory().get("/styleguide/"))


def test_titles_are_escaped_but_highlights_stay():
    hostile = show(
        "results_regulations", items=[{"url": "#", "title": "<script>alert(1)</script>", "status": "in_force"}]
    )
    marked = show(
        "results_regulations", items=[{"url": "#", "title": mark_safe("<mark>rượu</mark>"), "status": "in_force"}]
    )
    assert "<script>" not in hostile
    assert "<mark>rượu</mark>" in marked


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("in_force", "Còn hiệu lực"),
        ("in-force", "Còn hiệu lực"),
        ("partly", "Hết hiệu lực một phần"),
        ("suspended", "Ngưng hiệu lực"),
        ("abolished", "Đã bãi bỏ"),
        ("gap", "Chưa có quy định thay thế"),
        ("upcoming", "Sắp có hiệu lực"),
        ("proposed", "Dự thảo"),
        ("unknown", "Chưa rõ hiệu lực"),
        ("", "Chưa rõ hiệu lực"),
    ],
)
def test_a_state_is_said_in_words(status, text):
    assert words(show("status_badge", status=status)) == text


def test_every_state_has_a_sign_of_its_own():
    states = ("in_force", "partly", "suspended", "abolished", "gap", "upcoming", "proposed", "unknown")
    signs = {re.search(r"<svg.*</svg>", show("status_badge", status=state)).group() for state in states}
    assert len(signs) == len(states)


def test_a_chosen_option_is_never_hidden_behind_show_all():
    options = [{"value": n, "label": f"L{n}", "count": n, "checked": n == 12} for n in range(1, 15)]
    shown, hidden = show("filter_group", legend="Cơ quan", name="agency", options=options).split("filter__more")
    assert 'value="12" checked' in shown
    assert 'value="12"' not in hidden
    assert "Hiện tất cả 14 lựa chọn" in hidden


def test_changes_are_readable_without_colour():
    html = show(
        "redline_inline",
        segments=[
            {"op": "same", "text": "Nộp "},
            {"op": "removed", "text": "7 <b>"},
            {"op": "added", "text": "5"},
            {"op": "same", "text": " giấy tờ"},
        ],
    )
    assert words(html) == "Nộp [bỏ: 7 &lt;b&gt; ] [thêm: 5 ] giấy tờ"
    assert html.count("<ins>") == html.count("<del>") == 1


def test_one_page_needs_no_pagination():
    assert show("pagination", number=1, num_pages=1, items=[]).strip() == ""


def test_empty_result_is_marked_for_machines():
    assert "data-empty" in show("empty_state")


def test_styles_and_scripts_stay_small():
    """A first view may take 100 kB compressed; most of that is for the page's text."""
    static = Path(settings.BASE_DIR) / "static"
    public = [static / "css" / f"{name}.css" for name in ("tokens", "base", "components")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in public) <= 12_000
    assert sum(path.stat().st_size for path in static.glob("js/*.js")) <= 12_000


def test_large_counts_are_grouped_the_vietnamese_way():
    assert "1.284" in show("tabs", items=[{"label": "Quy định", "url": "#", "count": 1284}])
    assert "Trang 500 trên 1.000" in show("pagination", number=500, num_pages=1000, items=[])
