"""The house rules that can be counted: sizes, names, and that every template compiles."""

import ast
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[1]
APPS = ("accounts", "consult", "home", "portal", "regulations", "search")
MODULE_LINES, MODULE_LINES_ASKING = 400, 250
TEST_LINES = 500
TEMPLATE_LINES = 150
FUNCTION_LINES = 40
VAGUE_NAMES = {"utils", "helpers", "services", "common", "misc"}


def modules():
    """Every module of the applications and the scripts, migrations left out."""
    for folder in (*APPS, "scripts"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def lines(path):
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def too_long(paths, limit):
    """The files of more lines than the limit, as a reader would want them named."""
    return [f"{path.relative_to(ROOT)}: {count}" for path in paths if (count := lines(path)) > limit]


def functions(path):
    """Name and length of every function of a module; the docstring and decorators do not count."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node) is not None:
                length -= node.body[0].end_lineno - node.body[0].lineno + 1
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length


def test_no_module_passes_the_limit(capsys):
    """Above 250 lines a module is asking to be split, which is said; above 400 it must be."""
    asking = too_long(modules(), MODULE_LINES_ASKING)
    with capsys.disabled():
        for module in asking:
            print(f"\nnote: asks to be split: {module} lines", end="")
        if asking:
            print()
    assert too_long(modules(), MODULE_LINES) == []


def test_no_test_module_passes_the_limit():
    assert too_long(sorted((ROOT / "tests").rglob("*.py")), TEST_LINES) == []


def test_no_template_passes_the_limit():
    templates = [path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]
    assert too_long(templates, TEMPLATE_LINES) == []


def test_no_function_passes_the_limit():
    long = [f"{name}: {length}" for path in modules() for name, length in functions(path) if length > FUNCTION_LINES]
    assert long == []


def test_no_module_has_a_name_that_says_nothing():
    """In the applications: tests/services.py and scripts/services/ are about real services."""
    apps = [path for path in modules() if path.relative_to(ROOT).parts[0] in APPS]
    vague = [path for path in apps if VAGUE_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}]
    assert vague == []


@pytest.mark.parametrize(
    "name",
    sorted(
        str(path.relative_to(folder))
        for folder in [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
        for path in folder.rglob("*")
        if path.is_file()
    ),
)
def test_every_template_compiles(name):
    get_template(name)
