"""What everybody reads: the list of rounds, a round with its comments, and comments of all rounds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consult.clock import clock_of
from consult.filters import (
    CommentFilter,
    RoundFilter,
    acronyms,
    asked_for,
    chips,
    listed_rounds,
    public_now,
    round_facets,
)
from consult.models import Comment, Consultation, Outcome, Phase
from consult.round_page import page_number_of, round_page
from consult.threads import comment_views, public_comments
from regulations.paging import page_of
from regulations.trail import trail

ROUNDS_ON_A_PAGE = COMMENTS_ON_A_PAGE = 20
BIGGEST_KEY = 2**63 - 1


def find_round(pk: int) -> Consultation:
    """A public round. Raises Http404, alike for a draft and for nothing."""
    rounds = Consultation.objects.public().select_related("plan_version__plan__agency", "plan_version__plan__programme")
    return get_object_or_404(rounds, pk=min(pk, BIGGEST_KEY))


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    names = acronyms()
    asked = asked_for(request.GET, {"phase": Phase.values, "agency": names})
    found = RoundFilter(asked, queryset=listed_rounds()).qs
    total = found.count()
    rows, pagination = page_of(found, request, ROUNDS_ON_A_PAGE, total=total)
    now = timezone.now()
    labels = {"phase": dict(Phase.choices), "agency": names}
    legends = {"phase": _("Tình trạng"), "agency": _("Cơ quan"), "q": _("Từ khóa")}
    title = _("Lấy ý kiến")
    context = {
        "page_title": title,
        "page_description": _("Các đợt lấy ý kiến về phương án cắt giảm, đơn giản hóa quy định kinh doanh."),
        "breadcrumbs": trail((title, "")),
        "words": asked.get("q", ""),
        "groups": round_facets(asked, names),
        "chips": chips(asked, labels, legends),
        "total": total,
        "rows": [{"round": row, "clock": clock_of(row, now)} for row in rows],
        "pagination": pagination,
    }
    return render(request, "consult/round_list.html", context)


@require_safe
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "consult/round.html", round_page(find_round(pk), request))


@require_safe
def comment(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """To the page of the round that has this comment. Raises Http404 for one that was never public."""
    found = find_round(pk)
    rows = Comment.objects.once_public().select_related("parent__parent")
    wanted = get_object_or_404(rows, consultation=found, pk=min(comment_pk, BIGGEST_KEY))
    number = page_number_of(wanted)
    query = f"?page={number}" if number > 1 else ""
    return redirect(f"{found.get_absolute_url()}{query}#{wanted.anchor}")


@require_safe
def comments(request: HttpRequest) -> HttpResponse:
    """Public comments of all rounds, one by one: the records behind the statistics."""
    names = acronyms()
    known = {"answered": ("yes", "no"), "agency": names, "outcome": Outcome.values}
    asked = asked_for(request.GET, known)
    asked.pop("q", None)
    found = CommentFilter(asked, queryset=public_now()).qs
    total = found.count()
    keys, pagination = page_of(found.values_list("pk", flat=True), request, COMMENTS_ON_A_PAGE, total=total)
    views = comment_views(public_comments().filter(pk__in=keys))
    answered = {"yes": _("Đã trả lời"), "no": _("Chưa trả lời")}
    labels = {"answered": answered, "agency": names, "outcome": dict(Outcome.choices)}
    legends = {"answered": _("Trả lời của cơ quan"), "agency": _("Cơ quan"), "outcome": _("Kết quả trả lời")}
    title = _("Ý kiến đã đăng")
    context = {
        "page_title": title,
        "breadcrumbs": trail((_("Lấy ý kiến"), reverse("consult:consultations")), (title, "")),
        "total": total,
        "comments": [views[key] for key in keys if key in views],
        "chips": chips(asked, labels, legends),
        "asked": asked,
        "agencies": names.items(),
        "outcomes": Outcome.choices,
        "answers": answered.items(),
        "pagination": pagination,
    }
    return render(request, "consult/comment_list.html", context)
