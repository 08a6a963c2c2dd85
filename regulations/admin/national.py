"""The register held against the national procedure database: what differs for one's agencies, and deciding about it."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.menu import MenuItem

from regulations.admin.desk import FEW, DeskList, DeskRow
from regulations.admin.versions import REFUSALS, sentences
from regulations.models import Agency, NationalProcedure, Regulation, RegulationVersion, Role
from regulations.models.officers import covered_agency_ids, has_role
from regulations.national.comparing import OPEN_KINDS, Comparison, known_comparisons, labels_of, part_labels
from regulations.national.deciding import agency_of, leave_different, take_over
from regulations.national.pages import procedure_page
from regulations.paging import page_of
from regulations.permissions import READERS, policy_of
from regulations.text.normalise import fold

PAGE_SIZE = 50
KINDS = {
    "differs": gettext_lazy("Nội dung khác"),
    "missing_here": gettext_lazy("Chưa có trong sổ"),
    "missing_there": gettext_lazy("Không có trong tệp quốc gia"),
    "settled": gettext_lazy("Đã quyết định để khác"),
    "same": gettext_lazy("Giống nhau"),
}


def may_compare(user) -> bool:
    return policy_of(RegulationVersion).user_has_permission(user, "view")


class ComparingView(View):
    """For those who read the register of some agency."""

    def dispatch(self, request, *args, **kwargs):
        if not may_compare(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def render(self, template: str, title: str, *, status: int = 200, **context) -> HttpResponse:
        trail = [{"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")}]
        if "procedure" in context:
            trail.append({"url": reverse("national"), "label": _("Đối chiếu cơ sở dữ liệu quốc gia")})
        context |= {
            "page_title": title, "header_title": title,
            "breadcrumbs_items": [*trail, {"url": "", "label": title}],
        }  # fmt: skip
        return TemplateResponse(self.request, f"regulations/admin/{template}", context, status=status)


class NationalListView(ComparingView):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        every = known_comparisons(covered_agency_ids(request.user, *READERS))
        kind, words = request.GET.get("kind", ""), fold(request.GET.get("q", "")).split()
        chosen = (kind,) if kind in KINDS else OPEN_KINDS
        rows = [
            one for one in every
            if one.kind in chosen and all(word in fold(f"{one.code} {one.title}") for word in words)
        ]  # fmt: skip
        shown, pagination = page_of(rows, request, PAGE_SIZE)
        counts = Counter(one.kind for one in every)
        last = NationalProcedure.objects.order_by("-read_at").values("read_at").first()
        return self.render(
            "national_list.html", _("Đối chiếu cơ sở dữ liệu quốc gia"), rows=_rows(shown), pagination=pagination,
            kinds=[(key, name, counts[key]) for key, name in KINDS.items()], kind=kind if kind in KINDS else "",
            q=request.GET.get("q", ""), last=last, found=len(rows),
        )  # fmt: skip


def _rows(shown: list[Comparison]) -> list[dict[str, Any]]:
    agencies = dict(Agency.objects.filter(pk__in={one.agency_id for one in shown}).values_list("pk", "acronym"))
    ids = dict(Regulation.objects.filter(code__in=[one.code for one in shown]).values_list("code", "pk"))
    parts = part_labels()
    inspect = Regulation.snippet_viewset.get_url_name("inspect")
    return [
        {
            "code": one.code,
            "title": one.title,
            "url": _url(one.code) if one.procedure_id else reverse(inspect, args=[ids[one.code]]),
            "agency": agencies.get(one.agency_id, ""),
            "kind": KINDS[one.kind],
            "labels": labels_of(one.keys, parts),
        }
        for one in shown
    ]


class NationalProcedureView(ComparingView):
    """A procedure of one's agencies; for others it is not there. Deciding is for those who draft for its agency."""

    http_method_names = ["get", "head", "post"]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.procedure = NationalProcedure.objects.filter(code=kwargs["code"]).select_related("settled_by").first()

    def dispatch(self, request, *args, **kwargs):
        if may_compare(request.user):
            agency = agency_of(self.procedure) if self.procedure else None
            covered = covered_agency_ids(request.user, *READERS)
            if self.procedure is None or (covered is not None and (agency is None or agency.pk not in covered)):
                raise Http404
            drafts_for = covered_agency_ids(request.user, Role.OFFICER)
            self.agency = agency
            self.may_decide = agency is not None and (drafts_for is None or agency.pk in drafts_for)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        if not self.may_decide:
            raise PermissionDenied
        steps = {"take_over": self._take_over, "settle": self._settle}
        step = steps.get(request.POST.get("step", ""))
        if step is None:
            return self._page(errors=[_("Hãy chọn lấy về hoặc để khác.")], status=422)
        try:
            return step(request.POST.get("shown", ""))
        except REFUSALS as refusal:
            return self._page(errors=sentences(refusal), status=422)

    def _take_over(self, shown: str) -> HttpResponse:
        taken = take_over(procedure=self.procedure, shown=shown, by=self.request.user)
        messages.success(self.request, _("Đã tạo bản nháp theo hồ sơ quốc gia; hãy kiểm tra rồi trình pháp chế."))
        for reason in taken.left_out:
            messages.warning(self.request, _("Chưa lấy được: %(reason)s") % {"reason": reason})
        return redirect(reverse(RegulationVersion.snippet_viewset.get_url_name("edit"), args=[taken.draft.pk]))

    def _settle(self, shown: str) -> HttpResponse:
        reason = self.request.POST.get("reason", "")
        leave_different(procedure=self.procedure, shown=shown, reason=reason, by=self.request.user)
        messages.success(self.request, _("Đã ghi: để khác. Hồ sơ quốc gia thay đổi thì sẽ hiện lại."))
        return redirect("national")

    def _page(self, *, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
        if errors:
            self.procedure.refresh_from_db()
        page = procedure_page(self.procedure)
        regulation_url = ""
        if page.regulation_id:
            regulation_url = reverse(Regulation.snippet_viewset.get_url_name("inspect"), args=[page.regulation_id])
        return self.render(
            "national_procedure.html", f"{self.procedure.code} {self.procedure.title}", procedure=self.procedure,
            page=page, kind=KINDS[page.comparison.kind], agency=self.agency, may_decide=self.may_decide,
            regulation_url=regulation_url, errors=errors or [], reason=self.request.POST.get("reason", ""),
            status=status,
        )  # fmt: skip


def _url(code: str) -> str:
    return reverse("national_procedure", args=[code])


def differences_on_desk(user) -> list[DeskList]:
    """What still differs for the agencies that the officer drafts for."""
    if not has_role(user, Role.OFFICER) or not NationalProcedure.objects.exists():
        return []
    waiting = [one for one in known_comparisons(covered_agency_ids(user, Role.OFFICER)) if one.kind in OPEN_KINDS]
    rows = [
        DeskRow(title=f"{row['code']} {row['title']}", url=row["url"], detail=str(row["kind"]))
        for row in _rows(waiting[:FEW])
    ]
    return [DeskList(_("Khác với cơ sở dữ liệu quốc gia"), rows, len(waiting), reverse("national"))]


class NationalMenuItem(MenuItem):
    def is_shown(self, request):
        return may_compare(request.user)


def menu_item() -> MenuItem:
    return NationalMenuItem(
        gettext_lazy("Đối chiếu quốc gia"), reverse("national"), name="national", icon_name="resubmit", order=160
    )


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate has their rule."""
    return [
        path("national-procedures/", NationalListView.as_view(), name="national"),
        path("national-procedures/<str:code>/", NationalProcedureView.as_view(), name="national_procedure"),
    ]
