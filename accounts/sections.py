"""The place on one's account page that apps above fill: they register a provider in AppConfig.ready()."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from accounts.models import User

_account_page: list[Callable[[User], SafeString]] = []


def on_account_page(provider: Callable[[User], SafeString]) -> None:
    """`provider(user)` gives what stands below the person's data, beginning with an h2; "" for nothing."""
    _account_page.append(provider)


def account_sections(user: User) -> list[SafeString]:
    return [html for provider in _account_page if (html := provider(user))]
