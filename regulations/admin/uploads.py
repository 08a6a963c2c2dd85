"""Many regulations from one file, for officers: look at the report row by row, confirm, hand over to legal control.

What is uploaded becomes drafts of one's own agencies; nothing is public before legal control approved it
(docs/adr/0014).
"""

import io
from pathlib import Path

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import FileExtensionValidator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from regulations import control
from regulations.admin.choosers import choosable
from regulations.admin.filters import with_control
from regulations.admin.kept_uploads import forget_judged, keep, keep_judged, kept, kept_judged
from regulations.admin.upload_report import report_context
from regulations.admin.versions import REFUSALS, sentences
from regulations.control_mail import tell_controllers
from regulations.importing.reading import BrokenFileError
from regulations.importing.regulation_files import plan_file
from regulations.importing.regulation_plan import Outcome, RegulationPlan, Scope
from regulations.importing.regulations import RegisterChanged, store_regulations
from regulations.importing.reports import write_csv_report
from regulations.importing.reviewing import fingerprint
from regulations.importing.sheets import OFFICERS
from regulations.importing.template_files import template_bytes
from regulations.models import LegalDocument, RegulationVersion, Role
from regulations.models.officers import covered_agency_ids
from regulations.permissions import policy_of

SUFFIXES = (".csv", ".xlsx", ".docx")
SUBMITTED_AT_ONCE = 100
"""Submissions of one request; each is a transaction of its own."""

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp .xlsx, .csv hoặc .docx"),
        validators=[FileExtensionValidator([suffix.removeprefix(".") for suffix in SUFFIXES])],
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > OFFICERS.size:
            raise ValidationError(_("Tệp lớn hơn %(limit)d MB.") % {"limit": OFFICERS.size // 1_000_000})
        return file


class DraftersView(View):
    """For those who draft regulations for some agency."""

    def dispatch(self, request, *args, **kwargs):
        if not policy_of(RegulationVersion).user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TemplateView(DraftersView):
    http_method_names = ["get", "head"]
    kind = "xlsx"

    def get(self, request: HttpRequest) -> HttpResponse:
        return _download(template_bytes(self.kind), self.kind, "mau-quy-dinh")


class UploadView(DraftersView):
    """The page and its three steps; a step after the first names the file by its digest."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        digest = request.GET.get("digest", "")
        judged = kept_judged(digest, user=request.user)
        if judged is not None:
            return self._page(plan=judged, digest=digest)
        return self._with_file(self._look, digest) if digest else self._page(form=UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        steps = {"confirm": self._confirm, "report": self._report, "submit": self._submit}
        step = steps.get(request.POST.get("step", ""))
        return self._check() if step is None else self._with_file(step)

    def _check(self) -> HttpResponse:
        form = UploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._page(form=form)
        file = form.cleaned_data["file"]
        digest = keep(file, user=self.request.user, suffix=Path(file.name).suffix.lower())
        return self._with_file(self._look, digest)

    def _look(self, plan: RegulationPlan, digest: str, **more) -> HttpResponse:
        keep_judged(plan, digest, user=self.request.user)
        return self._page(plan=plan, digest=digest, **more)

    def _with_file(self, step, digest: str = "") -> HttpResponse:
        """The step with the plan of the file as the register stands now; the first page says what is wrong."""
        digest = digest or self.request.POST.get("digest", "")
        user = self.request.user
        file = kept(digest, user=user, suffixes=SUFFIXES)
        try:
            if file is None:
                raise BrokenFileError(_("Tệp không còn trên máy chủ; hãy tải lên lại"))
            try:
                return step(plan_file(file, scope=scope_of(user), limits=OFFICERS), digest)
            except RegisterChanged:
                plan = plan_file(file, scope=scope_of(user), limits=OFFICERS)
                return self._look(plan, digest, changed=True, status=409)
        except BrokenFileError as error:
            return self._page(form=self._refused(str(error)))
        except ValidationError as error:
            return self._page(form=self._refused("; ".join(error.messages)))
        except IntegrityError:
            return self._page(form=self._refused(_("Có người vừa sửa cùng hồ sơ; chưa ghi gì, hãy thử lại.")))

    def _refused(self, reason: str) -> UploadForm:
        form = UploadForm({}, {})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", reason)
        return form

    def _confirm(self, plan: RegulationPlan, digest: str) -> HttpResponse:
        """Writes what was looked at: where the register says something else by now, that is shown first."""
        if self.request.POST.get("shown") != fingerprint(plan):
            raise RegisterChanged
        written = store_regulations(plan, by=self.request.user)
        forget_judged(digest, user=self.request.user)
        said = _("Đã tạo %(drafts)d bản nháp, %(regulations)d quy định mới.") % {
            "drafts": written.drafts,
            "regulations": written.regulations,
        }
        return self._page(plan=plan, digest=digest, done=not plan.is_refused, said="" if plan.is_refused else said)

    def _report(self, plan: RegulationPlan, digest: str) -> HttpResponse:
        file = io.StringIO(newline="")
        write_csv_report(plan.outcomes, file)
        return _download(file.getvalue().encode(), "csv", "bao-cao")

    def _submit(self, plan: RegulationPlan, digest: str) -> HttpResponse:
        """Hand the file's drafts over, those that can be; each of the others is told why not."""
        drafts, outcomes = _open_drafts(plan, self.request.user)
        submitted = []
        for draft in drafts[:SUBMITTED_AT_ONCE]:
            try:
                control.submit(version=draft, by=self.request.user, tell=False)
                submitted.append(draft)
            except REFUSALS as refusal:
                outcomes[draft.pk].problems += sentences(refusal)
        tell_controllers(submitted, by=self.request.user)
        said = _("Đã trình %(submitted)d bản nháp; còn %(left)d bản chưa trình.") % {
            "submitted": len(submitted),
            "left": len(drafts) - len(submitted),
        }
        return self._page(plan=plan, digest=digest, done=True, said=said)

    def _page(
        self, *, form: UploadForm | None = None, plan: RegulationPlan | None = None, digest: str = "",
        status: int = 200, **context,
    ) -> HttpResponse:  # fmt: skip
        title = _("Tải lên nhiều quy định")
        context |= {
            "form": form,
            "page_title": title,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
                {"url": "", "label": title},
            ],
        }
        if plan is not None:
            asked = {"asked": self.request.GET.get("outcome", ""), "page": self.request.GET.get("page", "1")}
            context |= report_context(plan, digest, **asked)
            context |= {"to_submit": len(_open_drafts(plan, self.request.user)[0]), "at_once": SUBMITTED_AT_ONCE}
        template = "upload.html" if plan is None else "upload_report.html"
        status = 422 if form is not None and form.errors else status
        return TemplateResponse(self.request, f"regulations/admin/{template}", context, status=status)


def scope_of(user) -> Scope:
    """What `user` may speak for and name; all of it as drafts."""
    return Scope(
        agencies=covered_agency_ids(user, Role.OFFICER), documents=choosable(LegalDocument, user), drafts_only=True
    )


def _open_drafts(plan: RegulationPlan, user) -> tuple[list[RegulationVersion], dict[int, Outcome]]:
    """The drafts of the file that `user` wrote and nobody controls yet, and the row of each."""
    outcomes = {outcome.version: outcome for outcome in plan.outcomes if outcome.version}
    mine = with_control(RegulationVersion.objects.filter(live=False, drafted_by=user)).order_by("pk")
    return [draft for draft in mine if draft.pk in outcomes and draft.control != "in_progress"], outcomes


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[kind], headers=disposition)


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate has their rule."""
    return [
        path("regulation-upload/", UploadView.as_view(), name="regulation_upload"),
        *(
            path(
                f"regulation-upload/template.{kind}", TemplateView.as_view(kind=kind), name=f"regulation_upload_{kind}"
            )
            for kind in CONTENT_TYPES
        ),
    ]
