"""What the portal says, read from its source without GNU gettext: messages, and what is none but should be."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "consult", "home", "portal", "regulations", "search")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)
TAGS = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
MARKED = re.compile(r"""\{%\s*(?:block)?translate\b.*?%\}|_\((["']).*?\1\)""")


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def modules() -> list[Path]:
    found = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def collected() -> dict[tuple[str | None, str | tuple[str, str]], str]:
    """Every message of templates and modules, as (context, text or its two forms), with a place where it stands."""
    found = {}
    for path in [*templates(), *modules()]:
        source = path.read_text(encoding="utf-8")
        if path.suffix in {".html", ".txt"}:
            source = "\n".join(line.strip() for line in templatize(source).splitlines())
        for line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            text = message if isinstance(message, str) else tuple(message)
            found.setdefault((context, text), f"{path.relative_to(ROOT)}:{line}")
    return found


def unmarked_in_template(source: str) -> list[str]:
    """Vietnamese of a template that no tag translates."""
    bare = [line.strip() for line in TAGS.sub("", source).splitlines()]
    tags = re.findall(r"\{[%{].*?[%}]\}", MARKED.sub("", source))
    return [text for text in (*bare, *tags) if VIETNAMESE.search(text)]


def unmarked_in_module(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each Vietnamese string that is no message, docstring or pattern."""
    tree = ast.parse(source)
    known = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in KEYWORDS:
            known |= {id(inner) for inner in ast.walk(node)}
        elif isinstance(node, ast.Expr):  # a docstring
            known.add(id(node.value))
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and id(node) not in known else None
        if isinstance(said, str) and VIETNAMESE.search(said) and "(?" not in said:
            yield node.lineno, said
