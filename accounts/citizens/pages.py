"""What every page under /account/ has in common: it is private, it has a title, and what it takes is counted."""

from collections.abc import Callable
from functools import wraps

from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.throttling import seconds_to_wait, too_many_requests


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nobody keeps a copy of the answer, and no search engine lists it."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ImmediateHttpResponse as instead:  # how allauth ends a view from deep inside
            response = instead.response
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


class AccountPage:
    """Mixin of a class-based view: `page_title`; with `purpose`, each POST counts (settings.ACCOUNT_ATTEMPTS).

    It counts against the e-mail in the input `counted_input`, without one against that of the person signed in.
    """

    page_title = ""
    purpose = counted_input = ""
    below_account = False

    def get_context_data(self, **kwargs) -> dict:
        where = [{"title": _("Tài khoản của bạn"), "url": reverse("account_home")}, {"title": self.page_title}]
        return super().get_context_data(
            page_title=self.page_title, noindex=True, breadcrumbs=where if self.below_account else None, **kwargs
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.purpose:
            whose = request.POST.get(self.counted_input, "") if self.counted_input else request.user.email
            wait = seconds_to_wait(request, purpose=self.purpose, email=whose)
            if wait:
                return too_many_requests(request, wait)
        return super().post(request, *args, **kwargs)
