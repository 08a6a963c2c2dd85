"""Every address of the project, from the URL resolver, filled with the keys of one ministry's records."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

REGISTER = ("regulation", "regulationversion", "legaldocument", "documentversion")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its route as the resolver joins it, its full name, and the names of its parameters."""

    route: str
    name: str
    parameters: tuple[str, ...]
    patterns: tuple

    @property
    def in_admin(self) -> bool:
        return self.route.startswith("admin/")

    @property
    def model(self) -> str:
        """The register's model that a snippet address is of, or an empty text."""
        found = re.match(r"wagtailsnippet(?:s|choosers)_regulations_(\w+):", self.name)
        return found[1] if found else ""

    def path(self, values: dict[str, object]) -> str:
        """The address with its parameters filled."""
        return "/" + "".join(_filled(pattern, values) for pattern in self.patterns)


def every_address() -> list[Address]:
    return list(_walk(get_resolver(), ()))


def _walk(resolver: URLResolver, above: tuple):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*above, entry))
        else:
            yield _address((*above, entry))


def _address(entries: tuple[URLResolver | URLPattern, ...]) -> Address:
    namespaces = [entry.namespace for entry in entries[:-1] if entry.namespace]
    name = ":".join([*namespaces, entries[-1].name]) if entries[-1].name else ""
    route = "".join(str(entry.pattern) for entry in entries)
    parameters = [key for entry in entries for key in _keys(entry.pattern)]
    return Address(route, name, tuple(parameters), tuple(entry.pattern for entry in entries))


def _keys(pattern) -> list[str]:
    if isinstance(pattern, RoutePattern):
        return list(pattern.converters)
    return list(pattern.regex.groupindex) if isinstance(pattern, RegexPattern) else []


def _filled(pattern, values: dict[str, object]) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), str(pattern))
    text = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", lambda found: str(values[found[1]]), str(pattern))
    return re.sub(r"\\([./])", r"\1", text).lstrip("^").rstrip("$")
