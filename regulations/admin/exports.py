"""The list of regulations as a file that the upload takes back: of one's agencies, filtered as it is shown."""

import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from regulations.admin.filters import RegulationFilterSet
from regulations.admin.lists import RegulationIndexView, search_folded
from regulations.exporting.files import WRITERS, ExportRefused, export_regulations
from regulations.models import Regulation
from regulations.permissions import policy_of

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
IN_MEMORY = 5_000_000
"""Bytes; a larger file is written to disk before it is sent."""


class ExportView(View):
    http_method_names = ["get", "head"]
    kind = "xlsx"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if not policy_of(Regulation).user_has_permission(request.user, "view"):
            raise PermissionDenied
        file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
        try:
            export_regulations(file, self.kind, self._chosen(request), all_versions="all" in request.GET)
        except ExportRefused as refused:
            file.close()
            messages.error(request, str(refused))
            return redirect(reverse(Regulation.snippet_viewset.get_url_name("list")))
        file.seek(0)
        name = f"quy-dinh-{timezone.localdate()}.{self.kind}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[self.kind])

    def _chosen(self, request: HttpRequest):
        """What the list shows with the same filters and words; a filter that means nothing filters nothing."""
        rows = policy_of(Regulation).instances_user_has_permission_for(request.user, "view").with_title()
        filters = RegulationFilterSet(request.GET, queryset=rows, request=request)
        rows = filters.qs if filters.is_valid() else rows
        words = request.GET.get("q", "")
        return search_folded(rows, words, RegulationIndexView.searched_columns) if words else rows


class ExportableListView(RegulationIndexView):
    """The list of regulations with a button for each kind of file, which has the filters of the page."""

    @property
    def header_more_buttons(self):
        asked = self.request.GET.copy()
        asked.pop("p", None)
        behind = f"?{asked.urlencode()}" if asked else ""
        return [
            *super().header_more_buttons,
            *(
                Button(
                    _("Xuất .%(kind)s") % {"kind": kind}, url=reverse(f"regulation_export_{kind}") + behind,
                    icon_name="download", priority=80 + place,
                )
                for place, kind in enumerate(WRITERS)
            ),
        ]  # fmt: skip


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate has their rule."""
    return [
        path(f"regulation-export.{kind}", ExportView.as_view(kind=kind), name=f"regulation_export_{kind}")
        for kind in WRITERS
    ]
