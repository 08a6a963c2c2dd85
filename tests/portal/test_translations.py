"""The portal in two languages: every message has its English, and nothing is said that is not a message."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.portal.messages import (
    ROOT,
    VIETNAMESE,
    collected,
    modules,
    templates,
    unmarked_in_module,
    unmarked_in_template,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
NOT_TRANSLATED = {
    "500.html": "depends on nothing, so it speaks both languages",
    "components/language_switch.html": "names each language in itself",
    "styleguide.html": "for developers, not on a portal in use",
}
DATA = {
    "home/demo/": "the demo's register",
    "home/editorial.py": "the first pages and menus of each language, which staff change",
    "home/installing.py": "the first front page of each language",
    "home/styleguide": "examples of the gallery for developers",
    "portal/settings/base.py": "the names of the languages and of the site",
    "regulations/importing/": "how sources write",
    "regulations/part_definitions.py": "both languages are columns of the table",
    "regulations/text/": "how law texts are written",
    "search/analysis.py": "letters",
    "search/benchmark/": "how the speed data is written",
    "search/evaluation/": "letters",
    "search/understanding/": "how numbers, codes and letters are written",
}
DATA_STRINGS = {
    ("regulations/control.py", "Kiểm soát pháp chế"),  # the name of the workflow's row
    ("search/filters.py", "Bộ "),  # what names of ministries begin with
    ("search/wording.py", " số:"),  # how a number is asked for, in both languages
}


def catalog(language):
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.fixture(scope="module")
def messages():
    found = collected()
    assert len(found) > 500  # the collector reads
    return found


def test_every_message_has_its_english(messages):
    english = catalog("en")
    missing = []
    for (context, text), place in messages.items():
        entry = english.get(forms(text)[0], context)
        if entry is None or not all(forms(entry.string)) or forms(entry.id) != forms(text):
            missing.append(f"{place}: {text}")
    assert missing == [], "run `make messages` and translate"


def test_english_keeps_placeholders_and_is_not_vietnamese():
    wrong = []
    for entry in catalog("en"):
        if not entry.id:
            continue
        said = [set(PLACEHOLDER.findall(form)) for form in forms(entry.string)]
        # "once" for one, "2 times" for two: the singular may write its number out.
        if said[-1] != set(PLACEHOLDER.findall(forms(entry.id)[-1])) or not said[0] <= said[-1] or entry.fuzzy:
            wrong.append(entry.id)
        text = re.sub(r"\d+/(\d{4}/NĐ-CP|QĐ-TTg)", "", " ".join(forms(entry.string)))
        if VIETNAMESE.search(text):
            wrong.append(entry.string)
    assert wrong == []


def test_english_holds_nothing_that_is_not_said(messages):
    known = {(context, forms(text)) for context, text in messages}
    gone = [entry.id for entry in catalog("en") if entry.id and (entry.context, forms(entry.id)) not in known]
    assert gone == [], "run `make messages`"


def test_our_messages_are_not_in_the_vietnamese_catalog():
    """It holds Wagtail's, whose originals are English."""
    assert [entry.id for entry in catalog("vi") if VIETNAMESE.search(" ".join(forms(entry.id)))] == []


def test_templates_say_nothing_unmarked():
    unmarked = {
        name: found
        for path in templates()
        if (name := str(path.relative_to(ROOT / "templates"))) not in NOT_TRANSLATED
        and (found := unmarked_in_template(path.read_text(encoding="utf-8")))
    }
    assert unmarked == {}


def test_modules_say_nothing_unmarked():
    unmarked = []
    for path in modules():
        name = str(path.relative_to(ROOT))
        if not name.startswith(tuple(DATA)):
            said = unmarked_in_module(path.read_text(encoding="utf-8"))
            unmarked += [f"{name}:{line}: {text}" for line, text in said if (name, text) not in DATA_STRINGS]
    assert unmarked == []


@pytest.mark.parametrize(
    ("source", "unmarked"),
    [
        ("<p>Tra cứu</p>", ["<p>Tra cứu</p>"]),
        ('{% include "x.html" with title="Tra cứu" %}', ['{% include "x.html" with title="Tra cứu" %}']),
        ('{{ name|default:"nháp" }}', ['{{ name|default:"nháp" }}']),
        ('{{ name|default:_("nháp") }}{% translate "Tra cứu" as title %}{# chú thích #}', []),
        ("{% blocktranslate trimmed count n=n %}{{ n }} tờ{% plural %}{{ n }} tờ{% endblocktranslate %}", []),
    ],
)
def test_the_search_for_unmarked_text_finds_it(source, unmarked):
    assert unmarked_in_template(source) == unmarked


def test_the_search_for_unmarked_strings_finds_them():
    source = '''def f(name):
    """Nói gì đó."""
    return _("Tra cứu"), f"{name} số", "Văn bản"
'''
    assert sorted(text for _line, text in unmarked_in_module(source)) == [" số", "Văn bản"]
