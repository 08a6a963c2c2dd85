"""Constant words are translated when a template is loaded: once a language, and never into the wrong one."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

FROM_STRINGS = "django.template.loaders.locmem.Loader"
WORDS = {
    "plain": '{% load i18n %}<b>{% translate "Trang chủ" %}</b>',
    "named": '{% load i18n %}{% translate "Trang chủ" as home %}<b>{{ home }}</b>',
    "inside": '{% load i18n %}{% if yes %}{% for one in yes %}{% translate "Trang chủ" %};{% endfor %}{% endif %}',
    "else": '{% load i18n %}{% if no %}{% else %}{% translate "Trang chủ" %}{% endif %}',
    "block": '{% load i18n %}{% block a %}{% translate "Trang chủ" %}{% endblock %}',
    "child": '{% extends "block" %}{% load i18n %}{% block a %}{{ block.super }}{% translate "Tìm" %}{% endblock %}',
    "included": '{% include "plain" only %}',
    "context": '{% load i18n %}{% translate "Tài khoản" context "of the reader" %}',
    "variable": "{% load i18n %}{% translate word %}",
    "filtered": '{% load i18n %}{% translate "Trang chủ"|upper %}',
    "percent": '{% load i18n %}{% translate "100%" %}{% translate "<i>" %}',
    "sentence": '{% load i18n %}{% blocktranslate trimmed with name=word %}Mở {{ name }}{% endblocktranslate %}',
    "hostile": '{% load i18n %}{% blocktranslate with name=hostile %}Mở {{ name }}{% endblocktranslate %}',
    "from around": '{% load i18n %}{% blocktranslate %}Mở {{ word }}{% endblocktranslate %}',
    "without value": '{% load i18n %}{% blocktranslate %}Trang chủ 100%{% endblocktranslate %}',
    "missing": '{% load i18n %}{% blocktranslate with name=nothing.there %}Mở {{ name }}{% endblocktranslate %}',
    "kept": '{% load i18n %}{% blocktranslate with name=word asvar x %}Mở {{ name }}{% endblocktranslate %}{{ x }}',
    "counted": '{% load i18n %}{% blocktranslate count n=yes|length %}{{ n }} kết quả{% plural %}{{ n }} kết quả'
    "{% endblocktranslate %}",
    "of a kind": '{% load i18n %}{% blocktranslate context "of the reader" %}Tài khoản{% endblocktranslate %}',
    "noop": '{% load i18n %}{% translate "Trang chủ" noop %}',
    "values": "{{ hostile }}|{{ safe }}|{{ number }}|{{ day }}|{{ lazy }}|{{ nothing }}|{{ nothing.there }}|"
    "{{ called }}",
    "keys": "{{ keys.a }}|{{ keys.items }}|{{ keys.b.c }}|{{ keys.missing }}|{{ some.a }}|"
    "{{ some.missing }}|{{ yes.0 }}",
    "attributes": "{{ one.name }}|{{ one.day }}|{{ one.shout }}|{{ one.fails }}|{{ one.nothing }}|{{ kind.name }}|"
    "{{ unready.name }}|{{ one.keys.a }}",
    "unescaped": "{% autoescape off %}{{ hostile }}{{ number }}{{ safe }}{% endautoescape %}",
    "conditions": "{% if one.name == word and not nothing %}1{% endif %}{% if nothing or one.fails %}2{% else %}3"
    "{% endif %}{% if number > 5 %}4{% elif yes %}5{% endif %}{% if keys.a in word %}6{% endif %}",
    "scope": "{% for word in yes %}{{ word }}{{ forloop.counter }}{% if forloop.last %}.{% endif %}{% endfor %}"
    "{{ word }}{% with word=one.name|upper other=keys.a %}{{ word }}{{ other }}{% endwith %}",
    "components/since.html": "{{ status|upper }}{{ day }}{{ word }}{{ status }}",
    "kept component": '{% for one in many %}{% include "components/since.html" with status=one day=day only %};'
    '{% endfor %}{% autoescape off %}{% include "components/since.html" with status=hostile only %}{% endautoescape %}',
    "not only": '{% include "components/since.html" with status=number %}',
}  # fmt: skip


@dataclass
class One:
    name: str = "Trang chủ"
    day: datetime.date = datetime.date(2026, 1, 31)

    @property
    def keys(self) -> dict:
        return {"a": "<i>"}

    @property
    def fails(self) -> str:
        raise ObjectDoesNotExist

    def shout(self) -> str:
        return "called <b>"


def values() -> dict:
    """Of every sort that a template may meet."""
    return {
        "yes": [1, 2],
        "word": "Trang chủ",
        "hostile": "<b> 5% %s",
        "safe": mark_safe("<b>"),
        "number": 12_345,
        "day": datetime.date(2026, 1, 31),
        "lazy": gettext_lazy("Tìm"),
        "called": lambda: "<called>",
        "keys": {"a": "T", "items": "its own", "b": {"c": "<c>"}},
        "some": defaultdict(str, a="<a>"),
        "one": One(),
        "kind": One,
        "unready": SimpleLazyObject(One),
        "many": ["a", mark_safe("<a>"), "<a>", 1, True, 1.0, ["may", "change"], None, "a"],
    }


def rendered(loader: str, name: str, language: str, *, debug: bool = False) -> str:
    engine = Engine(
        loaders=[(loader, [(FROM_STRINGS, WORDS)])], libraries={"i18n": "django.templatetags.i18n"}, debug=debug
    )  # fmt: skip
    with override(language):
        return engine.get_template(name).render(Context(values()))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", WORDS)
def test_it_says_what_django_says(name, language):
    ours = rendered("portal.template_loader.Loader", name, language)
    assert ours == rendered("django.template.loaders.cached.Loader", name, language)


def test_developers_are_shown_the_same():
    for name in WORDS:
        ours = rendered("portal.template_loader.Loader", name, "vi", debug=True)
        assert ours == rendered("django.template.loaders.cached.Loader", name, "vi", debug=True), name


def test_one_process_speaks_both_languages():
    engine = Engine(
        loaders=[("portal.template_loader.Loader", [(FROM_STRINGS, WORDS)])],
        libraries={"i18n": "django.templatetags.i18n"},
    )
    said = []
    for language in ("vi", "en", "vi"):
        with override(language):
            said.append(engine.get_template("plain").render(Context()))
    assert said == ["<b>Trang chủ</b>", "<b>Home</b>", "<b>Trang chủ</b>"]


def test_a_loaded_template_is_kept():
    engine = Engine(
        loaders=[("portal.template_loader.Loader", [(FROM_STRINGS, WORDS)])],
        libraries={"i18n": "django.templatetags.i18n"},
    )
    with override("vi"):
        assert engine.get_template("plain") is engine.get_template("plain")
