"""Official answers: what is published and unanswered, one answer to one comment or to several, a better one later."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consult.admin.filters import AnswerFilterSet
from consult.admin.forms import AnswerForm
from consult.admin.policies import ANSWERING
from consult.admin.screens import GuardedScreens, Screen, chosen_rows, paged, refuse
from consult.answering import answer
from consult.models import Comment, CommentStatus, Consultation, OfficialAnswer, Outcome
from consult.places import places_of
from consult.refusals import Refused
from consult.rules import may_answer
from consult.sanitizing import sanitize
from regulations.admin.guards import ADD, VIEW

PAGE = 20


def with_progress(rounds: QuerySet) -> QuerySet:
    """Adds `published_count`, the comments that must be answered, and `answered_count` of them."""
    published = Q(comments__status=CommentStatus.PUBLISHED)
    return rounds.annotate(
        published_count=Count("comments", filter=published),
        answered_count=Count("comments", filter=published & Q(comments__answer__isnull=False)),
    ).select_related("plan_version__plan__agency")


def answerable(consultation: Consultation) -> QuerySet:
    """What everybody reads of this round, without who said it but for a name not hidden."""
    name = Case(When(sender__hide_name=False, then=F("sender__name")), default=Value(""))
    rows = consultation.comments.published().annotate(sender_name=name)
    return rows.select_related("consultation__plan_version", "answer__changed_in", "answer__answered_by", "parent")


class AnswerScreen(Screen):
    policy = ANSWERING

    def trail(self):
        above = [(reverse("consult_answering:rounds"), str(RoundsToAnswerView.title))]
        if "pk" in self.kwargs and not isinstance(self, RoundAnswersView):
            above.append((reverse("consult_answering:round", args=[self.round.pk]), self.round.title))
        return above

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if "pk" in kwargs:
            self.round = Consultation.objects.select_related("plan_version__plan__agency").get(pk=kwargs["pk"])


class RoundsToAnswerView(AnswerScreen):
    """Public rounds of one's own agencies with how far their answers are; those that have work left come first."""

    http_method_names = ["get", "head", "options"]
    template_name = "consult/admin/answer_rounds.html"
    title = gettext_lazy("Trả lời ý kiến")

    def get(self, request):
        rows = with_progress(ANSWERING.instances_user_has_permission_for(request.user, "view"))
        unfinished = Case(When(answered_count__lt=F("published_count"), then=Value(0)), default=Value(1))
        rows = rows.order_by(unfinished, F("answer_due_on").asc(nulls_last=True), "-pk")
        return self.render(today=timezone.localdate(), **paged(rows, request, PAGE))


class RoundAnswersView(AnswerScreen):
    """Published comments of one round, unanswered ones first of all."""

    http_method_names = ["get", "head", "options"]
    template_name = "consult/admin/answer_round.html"

    def get(self, request, pk):
        filters = AnswerFilterSet(
            request.GET, answerable(self.round).order_by("created_at", "pk"), consultation=self.round
        )
        page = paged(filters.rows, request, PAGE)
        comments = list(page["page_obj"])
        places = places_of(comments)
        return self.render(
            title=self.round.title,
            round=with_progress(Consultation.objects.filter(pk=pk)).get(),
            filters=filters,
            rows=[(one, places[one.pk]) for one in comments],
            answers=may_answer(request.user, self.round),
            today=timezone.localdate(),
            narrowed=any(request.GET.get(name) for name in filters.filters),
            **page,
        )


class AnswerView(AnswerScreen):
    """Write one answer to the chosen comments, see it as the public will, publish it."""

    template_name = "consult/admin/answer.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_answer(request.user, self.round):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        comments = self.comments(request.GET.getlist("comment"))
        if not comments:
            messages.error(request, _("Hãy chọn ít nhất một ý kiến để trả lời."))
            return redirect("consult_answering:round", self.round.pk)
        return self._page(AnswerForm(consultation=self.round, initial=self.initial()), comments)

    def post(self, request, **kwargs):
        comments = self.comments(request.POST.getlist("comment"))
        form = AnswerForm(request.POST, consultation=self.round)
        if not comments:
            form.add_error(None, _("Hãy chọn ít nhất một ý kiến để trả lời."))
        if not form.is_valid() or not comments:
            return self._page(form, comments, status=422)
        if "publish" not in request.POST:
            return self._page(form, comments, preview=True)
        try:
            self.publish(comments, form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            refuse(form, refusal)
            return self._page(form, comments, status=409)
        count = len(comments)
        text = ngettext("Đã trả lời %(count)d ý kiến.", "Đã trả lời %(count)d ý kiến.", count)
        messages.success(request, text % {"count": count})
        return redirect("consult_answering:round", self.round.pk)

    def initial(self) -> dict:
        return {}

    def comments(self, keys: list[str]) -> list[Comment]:
        """The chosen ones, all of this round and public. Raises Http404 for any other."""
        return chosen_rows(answerable(self.round).order_by("created_at", "pk"), keys)

    def replaced(self) -> OfficialAnswer | None:
        """The answer that this one takes the place of."""
        return None

    def publish(self, comments: list[Comment], given: dict) -> OfficialAnswer:
        return answer(
            consultation=self.round,
            comments=comments,
            outcome=given["outcome"],
            text=given["text"],
            by=self.request.user,
            changed_in=given["changed_in"],
            replaces=self.replaced(),
        )

    def _page(self, form: AnswerForm, comments: list[Comment], *, preview: bool = False, status: int = 200):
        places = places_of(comments)
        shown = None
        if preview:
            given = form.cleaned_data
            shown = {
                "outcome": given["outcome"],
                "label": Outcome(given["outcome"]).label,
                "html": sanitize(given["text"]),
                "changed_in": given["changed_in"],
            }
        return self.render(
            status=status,
            title=_("Thay câu trả lời") if self.replaced() else _("Viết câu trả lời"),
            round=self.round,
            rows=[(one, places[one.pk]) for one in comments],
            replaced=self.replaced(),
            form=form,
            preview=shown,
            now=timezone.now(),
        )


class ReplaceView(AnswerView):
    """A better answer takes over all comments of the old one, which stays readable."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.old = OfficialAnswer.objects.filter(consultation=self.round, pk=kwargs["answer_pk"]).first()

    def dispatch(self, request, *args, **kwargs):
        if self.old is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        if hasattr(self.old, "replaced_by"):
            messages.error(request, _("Câu trả lời này đã được thay bằng câu trả lời khác."))
            return redirect("consult_answering:round", self.round.pk)
        return self._page(AnswerForm(consultation=self.round, initial=self.initial()), self.comments([]))

    def initial(self):
        return {"outcome": self.old.outcome, "text": self.old.text, "changed_in": self.old.changed_in_id}

    def comments(self, keys):
        return list(answerable(self.round).filter(answer=self.old).order_by("created_at", "pk"))

    def replaced(self):
        return self.old


class AnsweringScreens(GuardedScreens):
    name = "consult_answering"
    url_prefix = "consult/answers"
    model = Consultation
    permission_policy = ANSWERING
    icon = "mail"
    menu_label = gettext_lazy("Trả lời ý kiến")
    rules = {"rounds": VIEW, "round": VIEW, "answer": ADD, "replace": ADD}

    def screens(self):
        return [
            path("", RoundsToAnswerView.as_view(), name="rounds"),
            path("<int:pk>/", RoundAnswersView.as_view(), name="round"),
            path("<int:pk>/answer/", AnswerView.as_view(), name="answer"),
            path("<int:pk>/replace/<int:answer_pk>/", ReplaceView.as_view(), name="replace"),
        ]
