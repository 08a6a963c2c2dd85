"""What all forms of plans share: find the plan and its item, call one domain function, render what came of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import View

from regulations.admin.versions import REFUSALS, sentences
from regulations.models import PlanVersion

LARGEST_NUMBER = 10**6


class PlanView(View):
    """A screen below a plan. `inspect_url_name` is the plan's page, where every screen ends."""

    inspect_url_name = index_url_name = edit_url_name = ""
    model = PlanVersion

    def setup(self, request, pk, number=None, **kwargs):
        super().setup(request, pk=pk, number=number, **kwargs)
        self.version = PlanVersion.objects.select_related("plan__agency").get(pk=pk)
        self.item = None if number is None else self._item(number)

    def _item(self, number: int):
        found = self.version.items.select_related("regulation", "base_version", "merged_into", "proposal")
        item = found.filter(number=number).first() if number < LARGEST_NUMBER else None
        if item is None:
            raise Http404
        return item

    def page_url(self, number: int | None = None) -> str:
        return reverse(self.inspect_url_name, args=[self.version.pk]) + (f"#muc-{number}" if number else "")

    def back(self, message: str, number: int | None = None):
        messages.success(self.request, message)
        return redirect(self.page_url(number))

    def refused(self, refusal: Exception):
        for sentence in sentences(refusal):
            messages.error(self.request, sentence)
        return redirect(self.page_url(self.item.number if self.item else None))

    def render(self, template: str, title: str, **context):
        context |= {
            "version": self.version,
            "item": self.item,
            "page_title": title,
            "header_title": title,
            "page_url": self.page_url(self.item.number if self.item else None),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
                {"url": reverse(self.index_url_name), "label": capfirst(PlanVersion._meta.verbose_name_plural)},
                {"url": self.page_url(), "label": self.version.title},
                {"url": "", "label": title},
            ],
        }
        return TemplateResponse(self.request, template, context)


class PostedItemView(PlanView):
    """A button beside an item: POST only, one domain function, then back to the plan."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        try:
            message = self.act(request.user)
        except REFUSALS as refusal:
            return self.refused(refusal)
        return self.back(message, self.item.number)

    def act(self, user) -> str:
        """Do it; returns what to say."""
        raise NotImplementedError
