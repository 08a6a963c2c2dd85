"""The searches of the person who is signed in. Those of others do not exist: 404."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.citizens.pages import private
from search import wording
from search.facets import all_names
from search.filters import known_filters
from search.models import SavedSearch
from search.query import SearchQuery
from search.saved.listing import saved_search_rows
from search.saved.saving import TooManySearches, mark_seen, query_of, rename_search, save_search
from search.searching import count


class NameForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name"]
        labels = {"name": gettext_lazy("Tên của tìm kiếm")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}


@private
@login_required
@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    rows = saved_search_rows(SavedSearch.objects.filter(user=request.user))
    return render(request, "search/saved_searches.html", _frame(_("Tìm kiếm đã lưu")) | {"rows": rows})


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A page's own address with the parameters of the search to keep."""
    query, _unknown = known_filters(SearchQuery.from_params(request.GET, today=timezone.localdate()))
    said = wording.said_of(query, all_names(query.filters, []))
    name = query.text or "; ".join(said) or wording.tab_name(query.tab)
    form = NameForm(request.POST or None, initial={"name": name[: SavedSearch._meta.get_field("name").max_length]})
    if request.method == "POST" and form.is_valid():
        try:
            save_search(user=request.user, query=query, name=form.cleaned_data["name"])
        except TooManySearches as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Đã lưu tìm kiếm."))
            return redirect("saved_searches:list")
    intro = "; ".join([wording.tab_name(query.tab), *said])
    return _form_page(request, _("Lưu tìm kiếm"), form, submit=_("Lưu"), intro=intro)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    form = NameForm(request.POST or None, initial={"name": saved.name})
    if request.method == "POST" and form.is_valid():
        rename_search(saved=saved, name=form.cleaned_data["name"])
        messages.success(request, _("Đã đổi tên tìm kiếm."))
        return redirect("saved_searches:list")
    return _form_page(request, _("Đổi tên tìm kiếm"), form, submit=_("Lưu"))


@private
@login_required
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    mark_seen(saved=saved, total=count(query_of(saved)))
    return redirect("saved_searches:list")


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    if request.method == "POST":
        saved.delete()
        messages.success(request, _("Đã xóa tìm kiếm."))
        return redirect("saved_searches:list")
    return _form_page(request, _("Xóa tìm kiếm đã lưu"), forms.Form(), submit=_("Xóa"), intro=saved.name)


def _form_page(request: HttpRequest, title: str, form: forms.BaseForm, *, submit: str, intro: str = "") -> HttpResponse:
    below = {"title": _("Tìm kiếm đã lưu"), "url": reverse("saved_searches:list")}
    context = _frame(title, below) | {"form": form, "submit": submit, "intro": intro}
    return render(request, "search/saved_search_form.html", context, status=422 if form.errors else 200)


def _frame(title: str, *below: dict[str, str]) -> dict[str, Any]:
    account = {"title": _("Tài khoản của bạn"), "url": reverse("account_home")}
    return {"page_title": title, "noindex": True, "breadcrumbs": [account, *below, {"title": title}]}
