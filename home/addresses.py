"""Addresses that the front page and editors use: paths of this site in a language, and searches."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

_WEB_ADDRESS = URLValidator(schemes=["https", "http"])


def in_language(address: str, language: str) -> str:
    """An address as editors write it, a path without language or a web address, for a reader of `language`."""
    if not address.startswith("/") or language == settings.LANGUAGE_CODE:
        return address
    prefix = f"/{language}"
    return address if address.startswith(f"{prefix}/") else prefix + address


def search_address(**filters: str) -> str:
    """The search page of the active language with these parameters."""
    address = reverse("search:search")
    return f"{address}?{urlencode(filters)}" if filters else address


def validate_address(address: str) -> None:
    """A path on this site (`/search/?kind=report`) or a whole web address. Raises ValidationError for anything else."""
    if address.startswith("/"):
        # "//host" and "/\host" are other sites to a browser.
        if address[1:2] in ("/", "\\") or any(letter.isspace() for letter in address):
            raise ValidationError(_("Đường dẫn trong cổng bắt đầu bằng đúng một dấu / và không có dấu cách."))
        return
    try:
        _WEB_ADDRESS(address)
    except ValidationError as error:
        raise ValidationError(
            _("Nhập đường dẫn trong cổng, ví dụ /search/?kind=report, hoặc địa chỉ đầy đủ bắt đầu bằng https://.")
        ) from error
