"""Screens for comparing records with their originals: one version with what was found, many that agreed on one day."""

import datetime
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin.widgets import AdminDateInput

from regulations.admin.attachments import VersionOfAddress
from regulations.admin.desk import FEW, DeskList
from regulations.admin.desk_rows import DeskRow
from regulations.admin.version_comparisons import may_compare
from regulations.due_comparisons import Standing, documents_standing, regulations_standing
from regulations.models import Agency, DocumentVersion, RegulationVersion, Role
from regulations.models.officers import covered_agency_ids, has_role
from regulations.original_comparisons import record_comparison, record_comparisons
from regulations.paging import page_of
from regulations.text.normalise import fold

PAGE_SIZE = 50
DUE, NEVER, DIFFERING, ALL = "due", "never", "differing", "all"
SHOWN = {
    DUE: gettext_lazy("Quá kỳ hạn"),
    NEVER: gettext_lazy("Chưa đối chiếu lần nào"),
    DIFFERING: gettext_lazy("Thấy khác bản gốc"),
    ALL: gettext_lazy("Mọi hồ sơ hiện hành"),
}
MODELS = {"r": RegulationVersion, "d": DocumentVersion}


class ComparisonForm(forms.Form):
    compared_on = forms.DateField(label=gettext_lazy("Ngày đối chiếu"), widget=AdminDateInput)
    differs = forms.BooleanField(label=gettext_lazy("Thấy khác bản gốc"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Khác ở đâu"), max_length=500, required=False,
        help_text=gettext_lazy("Hiện công khai trên trang của hồ sơ. Bắt buộc khi thấy khác bản gốc."),
    )  # fmt: skip

    def refuse(self, refusal: ValidationError) -> None:
        """Say what the register refused, at the field that is to blame."""
        named = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        for name, errors in named.items():
            self.add_error(name if name in self.fields else None, errors)


class CompareOriginalView(VersionOfAddress):
    """The form for one version; `original_comparisons` decides who may."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        if not may_compare(self.version, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def page_url(self) -> str:
        return reverse(self.inspect_url_name, args=[self.version.pk]) + "#comparisons"

    def get(self, request, **kwargs):
        return self._page(ComparisonForm(initial={"compared_on": timezone.localdate()}))

    def post(self, request, **kwargs):
        form = ComparisonForm(request.POST)
        if form.is_valid():
            try:
                record_comparison(version=self.version, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Đã ghi nhận lần đối chiếu."))
                return redirect(self.page_url())
        return self._page(form, status=422)

    def _page(self, form: ComparisonForm, status: int = 200) -> HttpResponse:
        title = _("Ghi nhận đối chiếu với bản gốc")
        trail = [
            {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural.capitalize()},
            {"url": self.page_url(), "label": str(self.version)},
        ]
        context = {"form": form, "version": self.version, "page_url": self.page_url()}
        return _page(self.request, "regulations/admin/comparison_form.html", title, context, trail, status)


class ManyForm(forms.Form):
    compared_on = forms.DateField(label=gettext_lazy("Ngày đối chiếu"), widget=AdminDateInput)
    chosen = forms.MultipleChoiceField(
        error_messages={
            "required": gettext_lazy("Hãy chọn ít nhất một hồ sơ."),
            "invalid_choice": gettext_lazy("Có hồ sơ không còn trong danh sách của bạn; chưa ghi gì."),
        }
    )


@dataclass(frozen=True)
class Record:
    """A current record and its key in the form: sort of record and version."""

    key: str
    standing: Standing

    @property
    def model(self) -> type[RegulationVersion | DocumentVersion]:
        return MODELS[self.key[0]]

    @property
    def is_shown(self) -> dict[str, bool]:
        never = self.standing.compared_on is None
        late = self.standing.overdue_days > 0
        return {DUE: late, NEVER: never, DIFFERING: self.standing.differs, ALL: True}


def records_of(user, today: datetime.date) -> list[Record]:
    """Current records of the person's agencies, the latest ones first, in the order of their names."""
    agencies = covered_agency_ids(user, Role.OFFICER)
    found = [Record(f"r:{one.version}", one) for one in regulations_standing(today, agencies)]
    found += [Record(f"d:{one.version}", one) for one in documents_standing(today, agencies) if one.agency is not None]
    return sorted(found, key=lambda record: -record.standing.overdue_days)


class CompareManyView(View):
    """Which records are to be compared, and one day for all those that were and agree."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        if not has_role(request.user, Role.OFFICER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self._page(ManyForm(initial={"compared_on": timezone.localdate()}))

    def post(self, request):
        form = ManyForm(request.POST)
        form.fields["chosen"].choices = [(record.key, record.key) for record in self._records()]
        if form.is_valid():
            try:
                recorded = record_comparisons(
                    versions=_versions(form.cleaned_data["chosen"]),
                    compared_on=form.cleaned_data["compared_on"],
                    by=request.user,
                )
            except ValidationError as refusal:
                form.add_error("compared_on", refusal.messages)
            else:
                said = ngettext(
                    "Đã ghi nhận đối chiếu %(n)d hồ sơ.", "Đã ghi nhận đối chiếu %(n)d hồ sơ.", len(recorded)
                )
                messages.success(request, said % {"n": len(recorded)})
                return redirect(_first_page(request))
        return self._page(form, status=422)

    def _records(self) -> list[Record]:
        return records_of(self.request.user, timezone.localdate())

    def _asked(self) -> list[Record]:
        asked, agency = self.request.GET.get("show", DUE), self.request.GET.get("agency", "")
        words = fold(self.request.GET.get("q", "")[:200]).split()
        records = [record for record in self._records() if record.is_shown.get(asked, False)]
        if agency:
            records = [record for record in records if str(record.standing.agency) == agency]
        return [record for record in records if all(word in fold(record.standing.name) for word in words)]

    def _page(self, form: ManyForm, status: int = 200) -> HttpResponse:
        records = self._asked()
        rows, pagination = page_of(records, self.request, PAGE_SIZE)
        covered = covered_agency_ids(self.request.user, Role.OFFICER)
        agencies = Agency.objects.all() if covered is None else Agency.objects.filter(pk__in=covered)
        context = {
            "form": form,
            "media": form.media,
            "rows": rows_with_titles(rows, chosen=set(self.request.POST.getlist("chosen"))),
            "total": len(records),
            "pagination": pagination,
            "shown": [(value, label, value == self.request.GET.get("show", DUE)) for value, label in SHOWN.items()],
            "agencies": [(one, str(one.pk) == self.request.GET.get("agency")) for one in agencies],
            "words": self.request.GET.get("q", "")[:200],
        }
        title = _("Đối chiếu với bản gốc")
        return _page(self.request, "regulations/admin/comparisons.html", title, context, [], status)


def _first_page(request: HttpRequest) -> str:
    """The same list from its beginning: the page that was open may be no more."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{request.path}?{asked.urlencode()}"


def _versions(keys: list[str]) -> list[RegulationVersion | DocumentVersion]:
    found = []
    for letter, model in MODELS.items():
        pks = [int(key[2:]) for key in keys if key[0] == letter]
        found += model.objects.filter(pk__in=pks).select_related(model.IDENTITY)
    return found


def rows_with_titles(records: list[Record], chosen: set[str] = frozenset()) -> list[dict]:
    """For the list and the desk. One query a sort of record."""
    titles = {}
    for letter, model in MODELS.items():
        pks = [record.standing.version for record in records if record.key[0] == letter]
        column = "title" if model is RegulationVersion else "document__title"
        titles |= {f"{letter}:{pk}": title for pk, title in model.objects.filter(pk__in=pks).values_list("pk", column)}
    return [
        {
            "key": record.key,
            "title": f"{record.standing.name} {titles[record.key]}".strip(),
            "url": reverse(record.model.snippet_viewset.get_url_name("inspect"), args=[record.standing.version]),
            "compared_on": record.standing.compared_on,
            "differs": record.standing.differs,
            "overdue_days": record.standing.overdue_days,
            "chosen": record.key in chosen,
        }
        for record in records
    ]


def due_on_desk(user) -> list[DeskList]:
    """The records of the person's agencies that are late for comparison, the latest first."""
    if not has_role(user, Role.OFFICER):
        return []
    late = [record for record in records_of(user, timezone.localdate()) if record.standing.overdue_days]
    rows = [DeskRow(row["title"], row["url"], _late(row)) for row in rows_with_titles(late[:FEW])]
    return [DeskList(_("Quá kỳ hạn đối chiếu với bản gốc"), rows, total=len(late), url=reverse("compare_originals"))]


def _late(row: dict) -> str:
    days = row["overdue_days"]
    late = ngettext("quá kỳ hạn %(n)d ngày", "quá kỳ hạn %(n)d ngày", days) % {"n": days}
    if row["compared_on"] is None:
        return _("chưa đối chiếu lần nào, %(late)s") % {"late": late}
    day = date_format(row["compared_on"], "SHORT_DATE_FORMAT")
    return _("đối chiếu lần cuối %(day)s, %(late)s") % {"day": day, "late": late}


def _page(
    request: HttpRequest, template: str, title: str, context: dict, trail: list[dict], status: int
) -> TemplateResponse:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")}
    frame = {
        "page_title": title,
        "header_title": title,
        "breadcrumbs_items": [home, *trail, {"url": "", "label": title}],
    }
    return TemplateResponse(request, template, frame | context, status=status)


class WithComparisons:
    """Mixin of a versions' viewset: the address where its comparison is recorded."""

    def extra_urlpatterns(self):
        view = CompareOriginalView.as_view(
            model=self.model,
            inspect_url_name=self.get_url_name("inspect"),
            index_url_name=self.get_url_name("list"),
        )
        return [*super().extra_urlpatterns(), path("comparisons/<str:pk>/add/", view, name="compare_original")]


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate has their rule."""
    return [path("comparisons/", CompareManyView.as_view(), name="compare_originals")]
