"""Errors that readers reported, for the agency that keeps the record: a list, and a page to say what became of one."""

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Case, QuerySet, Value, When
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from regulations.admin.desk import FEW, DeskList, DeskRow
from regulations.admin.guards import CLOSED, RULES, VIEW, GuardedViewSet
from regulations.admin.lists import RegisterIndexView
from regulations.admin.versions import REFUSALS, sentences
from regulations.error_reports import handle_report, place_of
from regulations.models import Agency, ErrorReport, ReportState
from regulations.permissions import policy_of
from regulations.text.labels import label_parts


def _url(name: str, *arguments) -> str:
    return reverse(ErrorReport.snippet_viewset.get_url_name(name), args=arguments)


def _record(report: ErrorReport) -> str:
    return str(report.version).strip()


def _acronym(agency: Agency | None) -> str:
    return agency.acronym if agency else ""


def _moment(report: ErrorReport) -> str:
    return date_format(timezone.localtime(report.received_at), "SHORT_DATETIME_FORMAT")


class HandlingForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        choices=[(one, one.label) for one in (ReportState.FIXED, ReportState.NOT_AN_ERROR)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn kết quả xử lý.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Trả lời"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Gửi cho người báo nếu họ có để lại e-mail. Ghi rõ đã sửa ở phiên bản nào, hoặc vì sao không sai."
        ),
        error_messages={"required": gettext_lazy("Hãy viết câu trả lời.")},
    )


class ReportFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Xử lý"), choices=ReportState.choices, distinct=False
    )

    class Meta:
        model = ErrorReport
        fields: list[str] = []


class ReportIndexView(RegisterIndexView):
    searched_columns = (
        "text", "regulation_version__regulation__code", "regulation_version__title",
        "document_version__document__number", "document_version__document__title",
    )  # fmt: skip


class HandleView(View):
    """The page of one report; who may change it finds the form there. The guard has judged that one may see it."""

    http_method_names = ["get", "head", "post"]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.report = with_record(ErrorReport.objects.all()).filter(pk=kwargs["pk"]).first()
        self.may_handle = policy_of(ErrorReport).user_has_permission_for_instance(request.user, "change", self.report)

    def get(self, request, **kwargs):
        return self._page(HandlingForm(use_required_attribute=False))

    def post(self, request, **kwargs):
        form = HandlingForm(request.POST, use_required_attribute=False)
        if form.is_valid():
            try:
                handle_report(report=self.report, by=request.user, **form.cleaned_data)
            except REFUSALS as refusal:
                for sentence in sentences(refusal):
                    messages.error(request, sentence)
                return redirect(_url("inspect", self.report.pk))
            messages.success(request, _("Đã ghi kết quả xử lý."))
            return redirect(f"{_url('list')}?state={ReportState.OPEN}")
        return self._page(form, status=422)

    def _page(self, form: HandlingForm, status: int = 200):
        title = _("Báo lỗi số %(number)d") % {"number": self.report.pk}
        context = {
            "report": self.report,
            "place": place_of(self.report),
            "version_url": reverse(
                type(self.report.version).snippet_viewset.get_url_name("inspect"), args=[self.report.version.pk]
            ),
            "form": form if self.may_handle else None,
            "handle_url": _url("handle", self.report.pk),
            "email": self.report.email if self.may_handle else "",
            "page_title": title,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
                {"url": _url("list"), "label": ErrorReport._meta.verbose_name_plural.capitalize()},
                {"url": "", "label": title},
            ],
        }
        return TemplateResponse(self.request, "regulations/admin/error_report.html", context, status=status)


class ErrorReportViewSet(GuardedViewSet):
    model = ErrorReport
    icon = "warning"
    menu_label = gettext_lazy("Báo lỗi")
    inspect_view_enabled = True
    # regulations.error_reports decides who may handle one
    rules = RULES | dict.fromkeys(("add", "edit", "delete", "history", "history_results"), CLOSED) | {"handle": VIEW}
    index_view_class = ReportIndexView
    filterset_class = ReportFilterSet
    list_display = [
        Column("record", label=gettext_lazy("Hồ sơ"), accessor=_record),
        Column("place", label=gettext_lazy("Tại"), accessor=lambda row: label_parts(row.place)),
        Column("agency", label=gettext_lazy("Cơ quan"), accessor=lambda row: _acronym(row.version.maintaining_agency)),
        Column("received_at", label=gettext_lazy("Nhận lúc"), accessor=_moment, sort_key="received_at"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("Xử lý"),
            accessor="get_state_display",
            primary=lambda row: row.state == ReportState.OPEN,
        ),
    ]

    @property
    def inspect_view(self):
        return HandleView.as_view(http_method_names=["get", "head"])

    def get_queryset(self, request):
        rows = policy_of(ErrorReport).instances_user_has_permission_for(request.user, "view")
        return with_record(rows).order_by(open_first(), "received_at", "pk")

    def extra_urlpatterns(self):
        return [path("handle/<str:pk>/", HandleView.as_view(http_method_names=["post"]), name="handle")]


def open_first() -> Case:
    return Case(When(state=ReportState.OPEN, then=Value(0)), default=Value(1))


def with_record(reports: QuerySet) -> QuerySet:
    return reports.select_related(
        "regulation_version__regulation__agency", "document_version__document__maintained_by", "handled_by"
    ).defer("document_version__text")


def reports_on_desk(user) -> list[DeskList]:
    """Open reports about records that `user` keeps, oldest first."""
    policy = policy_of(ErrorReport)
    if not policy.user_has_permission(user, "change"):
        return []
    rows = policy.instances_user_has_permission_for(user, "change").filter(state=ReportState.OPEN)
    first = with_record(rows).order_by("received_at", "pk")[:FEW]
    lines = [
        DeskRow(f"{_record(row)}, {label_parts(row.place)}".strip(", "), _url("inspect", row.pk), _moment(row))
        for row in first
    ]
    total = rows.count() if len(lines) == FEW else len(lines)
    return [DeskList(_("Báo lỗi của người đọc chờ xem xét"), lines, total=total, url=f"{_url('list')}?state=open")]
