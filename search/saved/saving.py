"""Saved searches: what a person may keep, and what has come to them since."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from search.filters import known_filters
from search.models import SavedSearch
from search.query import SearchQuery
from search.searching import count

MOST_SEARCHES = 50
"""That one person may keep."""


class TooManySearches(ValidationError):
    """The person has saved as many searches as one may; the message says so."""


def save_search(*, user: User, query: SearchQuery, name: str) -> SavedSearch:
    """Keep a search under a name. One that is kept already gets the name. Raises TooManySearches, ValidationError."""
    text = query.to_query_string()
    total = count(query)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        # Two saved at the same moment must not both be the last one allowed.
        User.objects.select_for_update().get(pk=user.pk)
        kept = SavedSearch.objects.filter(user=user)
        saved = kept.filter(digest=digest).first()
        if saved is None:
            if kept.count() >= MOST_SEARCHES:
                message = _("Bạn đã lưu %(most)d tìm kiếm. Hãy xóa bớt trước khi lưu thêm.")
                raise TooManySearches(message % {"most": MOST_SEARCHES})
            saved = SavedSearch(user=user, query=text, digest=digest, seen_total=total, seen_on=timezone.localdate())
        saved.name = name
        saved.full_clean()
        saved.save()
    return saved


@transaction.atomic
def rename_search(*, saved: SavedSearch, name: str) -> None:
    """Raises ValidationError."""
    saved.name = name
    saved.full_clean()
    saved.save(update_fields=["name"])


@transaction.atomic
def mark_seen(*, saved: SavedSearch, total: int | None) -> None:
    """The person knows of the results there are today."""
    saved.seen_total, saved.seen_on = total, timezone.localdate()
    saved.full_clean()
    saved.save(update_fields=["seen_total", "seen_on"])


def forget_searches(user: User, **_signal) -> None:
    """When an account is erased (accounts.signals): what the person searched for goes with it."""
    SavedSearch.objects.filter(user=user).delete()


def query_of(saved: SavedSearch) -> SearchQuery:
    """The search as it is asked today; values that exist no more are left out."""
    return known_filters(SearchQuery.from_params(QueryDict(saved.query), today=timezone.localdate()))[0]
