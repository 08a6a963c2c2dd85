"""What a reader tells by opening a result or answering "did you find it?": counted, and nothing else kept."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.citizens.pages import private
from accounts.throttling import seconds_to_wait_within, too_many_requests
from regulations.trail import search_url, trail
from search.learning.occasions import is_by_person, is_from_own_page
from search.learning.recording import Event, count_event
from search.query import MAX_TEXT

_ANSWERS = {"yes": Event.FOUND, "no": Event.NOT_FOUND}
_EVENTS = {"clicked": Event.CLICKED} | _ANSWERS


@csrf_exempt  # a page that is only read has no cookie to hold a token against; its own script sends this, or nobody
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """What the script of the search page sends: `q` and `what` (clicked, yes, no). 204, without a cookie or a query."""
    if not is_from_own_page(request):
        return HttpResponseForbidden()
    text, event = request.POST.get("q", ""), _EVENTS.get(request.POST.get("what", ""))
    if not text.strip() or len(text) > MAX_TEXT or event is None:
        return HttpResponseBadRequest()
    if is_by_person(request):
        count_event(text, event)
    return HttpResponse(status=204)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """ "Did you find it?" on a page of its own, for browsers without our script."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_TEXT]
    if not text:
        return redirect("search:search")
    if request.method == "POST" and (answer := request.POST.get("found")) in _ANSWERS:
        wait = seconds_to_wait_within(request, settings.SEARCH_FEEDBACK_ATTEMPTS, purpose="search_feedback")
        if wait:
            return too_many_requests(request, wait)
        count_event(text, _ANSWERS[answer])
        return redirect(f"{reverse('search:feedback')}?{urlencode({'q': text, 'sent': answer})}")
    title = _("Bạn có tìm thấy điều mình cần không?")
    back = search_url(q=text)
    context = {
        "page_title": title,
        "noindex": True,
        "breadcrumbs": trail((_("Tra cứu"), back), (title, "")),
        "text": text,
        "back_url": back,
        "sent": request.GET.get("sent") if request.GET.get("sent") in _ANSWERS else "",
    }
    return render(request, "search/feedback.html", context, status=422 if request.method == "POST" else 200)
