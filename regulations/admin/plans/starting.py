"""The first screen of a new plan."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import View

from regulations.admin.plans.forms import PlanStartForm
from regulations.admin.versions import REFUSALS
from regulations.models import PlanVersion
from regulations.plans.drafting import start_plan


class PlanStartView(View):
    """Programme, agency and title; the draft is made at once and its page opened."""

    inspect_url_name = index_url_name = ""
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request):
        return self._show(PlanStartForm(user=request.user))

    def post(self, request):
        form = PlanStartForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                draft = start_plan(by=request.user, **form.cleaned_data)
            except REFUSALS as refusal:
                form.refuse(refusal)
            else:
                return redirect(self.inspect_url_name, draft.pk)
        return self._show(form)

    def _show(self, form):
        title = _("Phương án mới")
        context = {
            "form": form,
            "media": form.media,
            "page_title": title,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
                {"url": reverse(self.index_url_name), "label": capfirst(PlanVersion._meta.verbose_name_plural)},
                {"url": "", "label": title},
            ],
        }
        return TemplateResponse(self.request, "regulations/admin/plan_start.html", context)
