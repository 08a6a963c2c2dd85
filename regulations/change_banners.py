"""What stands above a text that known changes are missing from: of a document, and of what a regulation rests on."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.bases import Basis
from regulations.document_relations import PASSIVE, USUAL, effect_in_words
from regulations.models import LegalDocument, State
from regulations.notices import shown
from regulations.text.labels import label_parts
from regulations.unapplied import Change, TouchedBasis


def unapplied_banner(
    document: LegalDocument, changes: Iterable[Change], on: datetime.date, *, query: str, there: set[str]
) -> list[dict[str, Any]]:
    """The lines of components/unapplied.html; provisions that the text has (`there`) are links to their place."""
    return [_line(change, on) | {"provisions": _places(document, change, query, there)} for change in changes]


def _line(change: Change, on: datetime.date) -> dict[str, Any]:
    ahead = change.effective_from is not None and change.effective_from > on
    day = shown(change.effective_from)
    return {
        "said": str(PASSIVE[change.type]),
        "name": change.document,
        "title": change.title,
        "url": change.url,
        "since": _("sẽ áp dụng từ ngày %(day)s") % {"day": day} if ahead else _("từ ngày %(day)s") % {"day": day},
        "dated": change.effective_from is not None,
        "note": change.note,
    }


def _places(document: LegalDocument, change: Change, query: str, there: set[str]) -> list[dict[str, str]]:
    return [
        {
            "text": label_parts(place.label),
            "effect": "" if place.effect == USUAL[change.type] else effect_in_words(place.effect),
            "url": reverse("regulations:provision", args=[document.slug, place.label]) + query
            if place.label in there
            else "",
        }
        for place in change.provisions
    ]


def touched_banner(
    touched: Iterable[TouchedBasis], bases: Mapping[tuple[int, str], Basis], on: datetime.date
) -> list[dict[str, Any]]:
    """The lines of components/touched_bases.html: a document that a regulation rests on, with what happened to it.

    One line a change, however many of the cited provisions it touches; a document that another one ended is not told
    to have lapsed besides.
    """
    lines: dict[tuple, dict[str, Any]] = {}
    ended = {one.document_id for one in touched if one.change is not None and one.change.ends_the_whole}
    for one in touched:
        if one.change is None and one.document_id in ended:
            continue
        basis = bases[one.document_id, one.label]
        key = (one.document_id, one.change.relation_id if one.change else None)
        line = lines.setdefault(
            key, {"document": basis.document, "document_url": basis.document_url, "cited": []} | _happened(one, on)
        )
        if basis.provision and basis.provision not in line["cited"]:
            line["cited"].append(basis.provision)
    return list(lines.values())


def _happened(one: TouchedBasis, on: datetime.date) -> dict[str, Any]:
    if one.change is not None:
        return _line(one.change, on)
    return {
        "said": str(State(one.state).label),
        "name": "", "title": "", "url": "", "note": "", "dated": True,
        "since": _("từ ngày %(day)s") % {"day": shown(one.lapsed_on)},
    }  # fmt: skip
