"""What a sender does with the number they got: follow a comment, withdraw it; and the link that confirms an e-mail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.citizens.pages import private
from accounts.throttling import too_many_requests
from consult.attempts import seconds_until_next_receipt
from consult.commenting import confirm_email, withdraw
from consult.confirming import comment_of
from consult.forms import ReceiptForm
from consult.models import Comment, CommentStatus
from consult.places import places_of
from consult.receipts import as_stored
from consult.refusals import LinkUnusable, Refused
from consult.threads import answer_view, safe
from regulations.trail import trail

SENT = ("now", "before", "other")
_NEEDED = ("consultation__plan_version__plan", "sender", "answer__changed_in")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest) -> HttpResponse:
    """Where one types a number. By POST: numbers do not belong into logs of addresses asked for by mistake."""
    form = ReceiptForm(request.POST or None)
    if form.is_valid():
        number = as_stored(form.cleaned_data["receipt"])
        wait = seconds_until_next_receipt(request)
        if wait:
            return too_many_requests(request, wait)
        if number and Comment.objects.filter(receipt=number).exists():
            return redirect("consult:receipt", number)
        form.add_error("receipt", _("Không có ý kiến nào mang mã này. Hãy kiểm tra lại từng chữ và số."))
    context = _frame(_("Tra cứu biên nhận")) | {"form": form}
    return render(request, "consult/receipt_lookup.html", context, status=422 if form.errors else 200)


@private
@require_safe
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    wait = seconds_until_next_receipt(request)
    if wait:
        return too_many_requests(request, wait)
    comment = _find(receipt)
    if comment is None:
        return _unknown(request)
    if comment.receipt != receipt:
        return redirect("consult:receipt", comment.receipt)
    sent = request.GET.get("sent", "")
    context = _frame(_("Biên nhận ý kiến")) | _shown(comment) | {"sent": sent if sent in SENT else ""}
    return render(request, "consult/receipt.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, receipt: str) -> HttpResponse:
    """A page that asks, and the POST that does it; also after the round closed."""
    wait = seconds_until_next_receipt(request)
    if wait:
        return too_many_requests(request, wait)
    comment = _find(receipt)
    if comment is None:
        return _unknown(request)
    if request.method == "POST":
        try:
            withdraw(comment.receipt)
        except Refused:
            return _unknown(request)
    if request.method == "POST" or comment.status == CommentStatus.WITHDRAWN:
        return redirect("consult:receipt", comment.receipt)
    return render(request, "consult/withdraw.html", _frame(_("Rút ý kiến")) | _shown(comment))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: programs that look at mail open links too. The button does."""
    try:
        comment = confirm_email(token) if request.method == "POST" else comment_of(token)
    except LinkUnusable as refusal:
        context = _frame(_("Liên kết không dùng được")) | {"problem": str(refusal)}
        return render(request, "consult/confirm.html", context, status=404)
    if request.method == "POST":
        return redirect(request.path)
    context = _frame(_("Xác nhận địa chỉ e-mail")) | {
        "round": comment.consultation,
        "done": comment.sender.email_confirmed_at is not None,
        "withdrawn": comment.status == CommentStatus.WITHDRAWN,
    }
    return render(request, "consult/confirm.html", context)


def _find(receipt: str) -> Comment | None:
    number = as_stored(receipt)
    return Comment.objects.select_related(*_NEEDED).filter(receipt=number).first() if number else None


def _unknown(request: HttpRequest) -> HttpResponse:
    context = _frame(_("Tra cứu biên nhận")) | {"form": ReceiptForm(), "is_unknown": True}
    return render(request, "consult/receipt_lookup.html", context, status=404)


def _shown(comment: Comment) -> dict[str, Any]:
    last = comment.moderation.order_by("at", "pk").last()
    refused = comment.status in (CommentStatus.REJECTED, CommentStatus.HIDDEN)
    return {
        "comment": comment,
        "round": comment.consultation,
        "place": places_of([comment])[comment.pk],
        "html": safe(comment.html),
        "status": comment.status,
        "reason": last.get_reason_display() if refused and last else "",
        "note": last.note if refused and last else "",
        "answer": answer_view(comment.answer),
        "has_mail": bool(comment.sender.user_id or comment.sender.email_confirmed_at),
        "is_public": comment.status == CommentStatus.PUBLISHED,
        "is_withdrawn": comment.status == CommentStatus.WITHDRAWN,
    }


def _frame(title: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "noindex": True,
        "breadcrumbs": trail((_("Lấy ý kiến"), reverse("consult:consultations")), (title, "")),
    }
