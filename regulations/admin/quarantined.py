"""The list of files that bear a secrecy mark, for administrators: names and places, never content."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from regulations.models import QuarantinedFile
from regulations.word_refusals import place_of

ROWS = 50


@require_safe
def quarantine(request: HttpRequest) -> HttpResponse:
    """One page of the list; the gate of the admin lets administrators alone in."""
    files = QuarantinedFile.objects.select_related("document", "uploaded_by").order_by("-uploaded_at", "-pk")
    page = Paginator(files, ROWS).get_page(request.GET.get("p"))
    title = _("Tệp bị cách ly")
    context = {
        "page": page,
        "rows": [(row, list(dict.fromkeys(map(place_of, row.places)))) for row in page],
        "page_title": title,
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": "", "label": title},
        ],
    }
    return TemplateResponse(request, "regulations/admin/quarantine.html", context)


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate has their rule."""
    return [path("quarantine/", quarantine, name="quarantine")]


def menu_item() -> MenuItem:
    """For administrators: the menu of all others has only what the hooks name for them."""
    return MenuItem(
        gettext_lazy("Tệp bị cách ly"), reverse("quarantine"), name="quarantine", icon_name="warning", order=950
    )
