"""The moderation queue: what waits, with its context; decisions on one comment or on several at once."""

from django import forms
from django.contrib import messages
from django.db.models import Case, F, QuerySet, Value, When
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from consult.admin.deciding import decide, with_last_decision
from consult.admin.filters import QueueFilterSet
from consult.admin.policies import COMMENTS, ROUNDS
from consult.admin.screens import GuardedScreens, Screen, chosen_rows, paged
from consult.models import PUBLIC_STAGES, Comment, CommentStatus, Consultation, ModerationReason
from consult.places import places_of
from consult.rules import may_decide_on
from consult.transitions import NEEDS_REASON, moves_of_a_moderator
from regulations.admin.guards import VIEW

PAGE = 20
SEEN = "seen-"
MOVES = {
    CommentStatus.PUBLISHED: gettext_lazy("Đăng"),
    CommentStatus.REJECTED: pgettext_lazy("decision", "Không đăng"),
    CommentStatus.HIDDEN: gettext_lazy("Ẩn"),
}


class DecisionForm(forms.Form):
    """What to decide. Whatever keeps words from the public needs a reason and a sentence for the sender."""

    to = forms.ChoiceField(label=gettext_lazy("Quyết định"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do"),
        required=False,
        choices=[("", gettext_lazy("Chọn lý do")), *ModerationReason.choices],
        help_text=gettext_lazy("Cần khi không đăng hoặc ẩn. Người gửi đọc được; ý kiến đã ẩn thì ai cũng đọc được."),
    )
    note = forms.CharField(
        label=gettext_lazy("Giải thích cho người gửi"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Cần khi không đăng hoặc ẩn. Tối đa 500 ký tự."),
    )

    def __init__(self, data=None, *, moves=tuple(MOVES)):
        super().__init__(data, use_required_attribute=False)
        self.fields["to"].choices = [(to, MOVES[to]) for to in moves]
        self.fields["to"].initial = moves[0] if len(moves) == 1 else None

    def clean(self):
        given = super().clean()
        if given.get("to") in NEEDS_REASON:
            if not given.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Hãy chọn lý do: người gửi cần biết vì sao."))
            if not given.get("note", "").strip() and "note" not in self.errors:
                self.add_error("note", _("Hãy giải thích bằng một câu cho người gửi."))
        return given


def own_comments(user, action: str = "view") -> QuerySet:
    """Comments of the rounds that `user` moderates or may see, without who sent them but for a name not hidden."""
    name = Case(When(sender__hide_name=False, then=F("sender__name")), default=Value(""))
    rows = COMMENTS.instances_user_has_permission_for(user, action).annotate(sender_name=name)
    return with_last_decision(rows).select_related(
        "consultation__plan_version__plan__agency", "parent__answer", "answer"
    )


class ModerationScreen(Screen):
    policy = COMMENTS

    def record(self, comments: list[Comment], form: DecisionForm) -> None:
        """Take the decision of a valid form on these comments and say what came of it."""
        given, posted = form.cleaned_data, self.request.POST
        seen = {one.pk: posted.get(f"{SEEN}{one.pk}", "") for one in comments}
        outcome = decide(
            comments=comments,
            seen={pk: int(last) for pk, last in seen.items() if last.isdecimal() and len(last) < 19},
            to=given["to"],
            by=self.request.user,
            reason=given["reason"] if given["to"] in NEEDS_REASON else "",
            note=given["note"].strip(),
        )
        if outcome.done:
            count = len(outcome.done)
            text = ngettext("%(move)s: %(count)d ý kiến.", "%(move)s: %(count)d ý kiến.", count)
            messages.success(self.request, text % {"move": MOVES[CommentStatus(given["to"])], "count": count})
        for comment, why in outcome.refused:
            number = _("Ý kiến số %(number)d") % {"number": comment.pk}
            messages.warning(self.request, f"{number}: {why}")


class QueueView(ModerationScreen):
    """Comments of one's own agencies, oldest first; those that wait, unless a filter says otherwise."""

    template_name = "consult/admin/queue.html"
    title = gettext_lazy("Duyệt ý kiến")

    def get(self, request):
        return self._page(DecisionForm(), chosen=frozenset())

    def post(self, request):
        self.require("change")
        keys = request.POST.getlist("comment")
        comments = chosen_rows(own_comments(request.user, "change"), keys)
        form = DecisionForm(request.POST)
        if not comments:
            form.is_valid()
            form.add_error(None, _("Hãy chọn ít nhất một ý kiến."))
        if not form.is_valid():
            return self._page(form, chosen=frozenset(one.pk for one in comments), status=422)
        self.record(comments, form)
        return redirect(request.get_full_path())

    def _page(self, form: DecisionForm, *, chosen: frozenset[int], status: int = 200):
        user = self.request.user
        rounds = ROUNDS.instances_user_has_permission_for(user, "view").filter(stage__in=PUBLIC_STAGES)
        filters = QueueFilterSet(self.request.GET, own_comments(user).order_by("created_at", "pk"), rounds=rounds)
        page = paged(filters.rows, self.request, PAGE)
        comments = list(page["page_obj"])
        places = places_of(comments)
        decides = self.policy.user_has_permission(user, "change")
        return self.render(
            status=status,
            filters=filters,
            rows=[(one, places[one.pk], one.pk in chosen) for one in comments],
            form=form,
            decides=decides,
            here=self.request.get_full_path(),
            narrowed=any(self.request.GET.get(name) for name in filters.filters),
            **page,
        )


class CommentView(ModerationScreen):
    """One comment whole: where it stands, what it replies to, every decision on it, and the next one."""

    template_name = "consult/admin/comment.html"

    def trail(self):
        return [(reverse("consult_moderation:queue"), str(QueueView.title))]

    def get(self, request, pk):
        return self._page(self._comment(pk))

    def post(self, request, pk):
        self.require("change")
        comment = chosen_rows(own_comments(request.user, "change"), [str(pk)])[0]
        form = DecisionForm(request.POST, moves=moves_of_a_moderator(comment.status) or tuple(MOVES))
        if not form.is_valid():
            return self._page(comment, form, status=422)
        self.record([comment], form)
        return redirect(request.get_full_path())

    def _comment(self, pk: int) -> Comment:
        comment = own_comments(self.request.user).filter(pk=pk).first()
        if comment is None:
            raise Http404
        return comment

    def _page(self, comment: Comment, form: DecisionForm | None = None, status: int = 200):
        user = self.request.user
        moves = moves_of_a_moderator(comment.status)
        may = bool(moves) and may_decide_on(user, comment)
        return self.render(
            status=status,
            title=_("Ý kiến số %(number)d") % {"number": comment.pk},
            comment=comment,
            place=places_of([comment])[comment.pk],
            history=comment.moderation.select_related("by"),
            form=(form or DecisionForm(moves=moves)) if may else None,
            is_own=bool(moves) and not may and self.policy.user_has_permission_for_instance(user, "change", comment),
        )


class ModerationScreens(GuardedScreens):
    name = "consult_moderation"
    url_prefix = "consult/moderation"
    model = Comment
    permission_policy = COMMENTS
    icon = "comment"
    menu_label = gettext_lazy("Duyệt ý kiến")
    rules = {"queue": VIEW, "comment": VIEW}  # posting asks for the right to change besides

    def screens(self):
        return [
            path("", QueueView.as_view(), name="queue"),
            path("<int:pk>/", CommentView.as_view(), name="comment"),
        ]


def waiting_for(user) -> QuerySet:
    """Comments that wait for a decision of `user`."""
    return COMMENTS.instances_user_has_permission_for(user, "change").waiting()


def rounds_of(comments: QuerySet) -> QuerySet:
    return Consultation.objects.filter(pk__in=comments.values("consultation"))
