"""The gallery of page components at /styleguide/: every template of templates/components with its examples.

For people who build pages; it exists only where DEBUG is on.
"""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from home.styleguide_examples import EXAMPLES

_HEADER = re.compile(r"\A(?:\{#.*?#\}\s*)+")


def component_doc(source: str) -> str:
    """The text of the {# #} comments a component begins with, on one line; empty without any."""
    header = _HEADER.match(source)
    return " ".join(part.strip() for part in re.findall(r"\{#(.*?)#\}", header.group())) if header else ""


def gallery() -> list[dict[str, Any]]:
    """Every component with its documentation and its examples, rendered each on its own."""
    sections = []
    for name, examples in EXAMPLES.items():
        template = get_template(f"components/{name}.html")
        rendered = [{"title": title, "html": template.render(context)} for title, context in examples]
        sections.append({"name": name, "doc": component_doc(template.template.source), "examples": rendered})
    return sections


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the gallery.

    Raises:
        Http404: outside development.
    """
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html", {"sections": gallery(), "noindex": True})
