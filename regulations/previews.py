"""How a version looks to the public, for previews in the admin.

A registry that imports no model: the models ask here, and the modules that can render a page say so at start-up.
"""

from collections.abc import Callable
from typing import Any

_PAGES: dict[type, tuple[str, Callable[[Any], dict]]] = {}


def register_preview(model: type, template: str, context: Callable[[Any], dict]) -> None:
    """Previews of `model` render `template` with `context(version)`."""
    _PAGES[model] = (template, context)


def preview_template(version) -> str:
    """The public template of this version's page. Raises KeyError for a model nobody registered."""
    return _PAGES[type(version)][0]


def preview_context(version) -> dict:
    return _PAGES[type(version)][1](version)
