"""The form of a comment: one box and one button. Whatever goes wrong, what was typed is on the page that says so."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.citizens.pages import private
from consult import rules
from consult.anchors import Anchor, UnknownAnchor, find_anchor
from consult.attempts import seconds_until_next_comment
from consult.clock import clock_of
from consult.commenting import stored_before, submit_comment
from consult.forms import CommentForm
from consult.models import Comment, Consultation
from consult.refusals import Refused, RoundNotOpen
from consult.subject import subject_of
from consult.threads import name_of, safe
from consult.views.rounds import BIGGEST_KEY, find_round
from regulations.trail import trail


@private
@require_http_methods(["GET", "HEAD", "POST"])
def comment_form(request: HttpRequest, pk: int) -> HttpResponse:
    """403 whenever the round is not open, by the server's clock, for whoever asks and however."""
    consultation = find_round(pk)
    if request.method == "POST":
        return _take(request, consultation)
    anchor, parent = _about(request, consultation)
    if not rules.may_comment(consultation, timezone.now()):
        return _not_open(request, consultation)
    return _page(request, consultation, anchor, parent, CommentForm(user=request.user, initial={}))


def _take(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    key = _key(request)
    known = stored_before(consultation, key) if key else None
    if known is not None:
        return _to_receipt(known, request.POST.get("text", ""))
    if not rules.may_comment(consultation, timezone.now()):
        return _not_open(request, consultation)
    try:
        anchor, parent = _about(request, consultation)
    except Http404:
        return _gone(request, consultation)
    form = CommentForm(request.POST, user=request.user)
    if form.is_valid() and key is None:
        form.add_error(None, _("Biểu mẫu gửi lên thiếu mã của nó. Nội dung vẫn còn dưới đây; hãy bấm gửi lại."))
    if form.errors:
        return _page(request, consultation, anchor, parent, form, status=422)
    wait = seconds_until_next_comment(request, form.cleaned_data.get("email", ""))
    if wait:
        return _page(request, consultation, anchor, parent, form, wait=wait)
    return _store(request, consultation, anchor, parent, form, key)


def _store(request, consultation: Consultation, anchor: Anchor, parent: Comment | None, form, key) -> HttpResponse:
    data = form.cleaned_data
    try:
        comment = submit_comment(
            consultation=consultation,
            text=data["text"],
            submission_key=key,
            name=data.get("name", ""),
            email=data.get("email", ""),
            hide_name=data["hide_name"],
            user=request.user,
            part=request.GET.get("part", "") if parent is None else "",
            parent=parent,
            language=get_language(),
        )
    except RoundNotOpen:
        return _not_open(request, consultation)
    except Refused:
        return _gone(request, consultation)
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return _page(request, consultation, anchor, parent, form, status=422)
    return _to_receipt(comment, data["text"], is_new=True)


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return None


def _about(request: HttpRequest, consultation: Consultation) -> tuple[Anchor, Comment | None]:
    """What the comment is to be about. Raises Http404 for what the plan does not have or nobody may read."""
    reply_to = request.GET.get("reply_to", "")
    try:
        if not reply_to:
            return find_anchor(consultation.plan_version, request.GET.get("part", "")), None
        rows = Comment.objects.published().select_related("sender").filter(consultation=consultation)
        parent = rows.filter(pk=min(int(reply_to), BIGGEST_KEY)).first() if reply_to.isdecimal() else None
        if parent is None:
            raise Http404
        return find_anchor(consultation.plan_version, parent.part), parent
    except UnknownAnchor:
        raise Http404 from None


def _to_receipt(comment: Comment, text: str, *, is_new: bool = False) -> HttpResponse:
    """Where one sees that it was received; a reload there sends nothing again."""
    is_same = " ".join(comment.text.split()) == " ".join(text.split())
    said = {"sent": "now" if is_new else "before"} if is_same else {"sent": "other"}
    return redirect(f"{reverse('consult:receipt', args=[comment.receipt])}?{urlencode(said)}")


def _page(
    request: HttpRequest,
    consultation: Consultation,
    anchor: Anchor,
    parent: Comment | None,
    form: CommentForm,
    *,
    status: int = 200,
    wait: int = 0,
) -> HttpResponse:
    context = _frame(consultation, _("Góp ý")) | {
        "form": form,
        "subject": subject_of(consultation.plan_version, anchor),
        "parent": _quoted(parent) if parent else None,
        "submission_key": _key(request) or uuid.uuid4(),
        "signed_in_as": request.user.full_name if request.user.is_authenticated else "",
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}",
        "wait": _minutes(wait),
    }
    response = render(request, "consult/comment_form.html", context, status=429 if wait else status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _quoted(parent: Comment) -> dict[str, Any]:
    return {"name": name_of(parent), "html": safe(parent.html), "url": parent.get_absolute_url()}


def _minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext("%(n)d phút", "%(n)d phút", minutes) % {"n": minutes} if seconds else ""


def _not_open(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    title = _("Đợt lấy ý kiến không mở")
    return render(request, "consult/not_open.html", _frame(consultation, title) | _typed(request), status=403)


def _gone(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """What somebody was commenting on is not public any more; what they wrote is handed back."""
    title = _("Không gửi được ý kiến")
    return render(request, "consult/gone.html", _frame(consultation, title) | _typed(request), status=409)


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {"typed": request.POST.get("text", "")}


def _frame(consultation: Consultation, title: str) -> dict[str, Any]:
    return {
        "page_title": f"{title}: {consultation.title}",
        "heading": title,
        "noindex": True,
        "breadcrumbs": trail(
            (_("Lấy ý kiến"), reverse("consult:consultations")),
            (consultation.title, consultation.get_absolute_url()),
            (title, ""),
        ),
        "round": consultation,
        "clock": clock_of(consultation, timezone.now()),
    }
