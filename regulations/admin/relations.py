"""What a document does to others and others to it, written by the officers who keep one of the two."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.widgets import AdminDateInput

from regulations.admin.choosers import choosable
from regulations.admin.plans.forms import RefusableForm, chooser, without_hidden_choices
from regulations.admin.versions import REFUSALS, sentences
from regulations.document_record import document_timeline
from regulations.document_relations import PASSIVE
from regulations.models import DocumentRelation, Effect, EnteredChange, LegalDocument, RelationType
from regulations.permissions import policy_of
from regulations.relating import remove_relation, save_relation, state_of
from regulations.relation_checks import Touching
from regulations.text.labels import label_parts
from regulations.unapplied import CHANGING, changing_relations

OUT, IN = "out", "in"
BLANK_ROWS = 6


class RelationForm(RefusableForm):
    """A relation as seen from one document. Which two documents it joins is chosen once."""

    direction = forms.ChoiceField(
        label=gettext_lazy("Chiều của quan hệ"),
        choices=[
            (IN, gettext_lazy("Văn bản khác tác động đến văn bản này")),
            (OUT, gettext_lazy("Văn bản này tác động đến văn bản khác")),
        ],
        widget=forms.RadioSelect,
        initial=IN,
    )
    other = forms.ModelChoiceField(LegalDocument.objects.none(), label=gettext_lazy("Văn bản kia"))
    type = forms.ChoiceField(label=gettext_lazy("Quan hệ"), choices=RelationType.choices)
    effective_from = forms.DateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("Để trống nếu cùng ngày văn bản tác động bắt đầu có hiệu lực."),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, max_length=500)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, user, relation: DocumentRelation | None = None):
        seen = choosable(LegalDocument, user)
        initial = None
        if relation is not None:
            initial = {name: getattr(relation, name) for name in ("type", "effective_from", "note")}
            initial["seen"] = state_of(relation)
        super().__init__(without_hidden_choices(data, {"other": seen}), initial=initial)
        if relation is not None:
            del self.fields["direction"], self.fields["other"]
            return
        self.fields["other"].queryset = seen
        self.fields["other"].widget = chooser(LegalDocument)


class TouchedForm(forms.Form):
    """One provision of the target; a row without it is none."""

    label = forms.CharField(
        label=gettext_lazy("Điều khoản bị tác động"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Như khi viện dẫn: khoản 2 Điều 15."),
    )
    effect = forms.ChoiceField(label=gettext_lazy("Tác động"), choices=Effect.choices, required=False)
    by_label = forms.CharField(
        label=gettext_lazy("Tại điều khoản của văn bản tác động"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Ví dụ: khoản 3 Điều 1."),
    )


TouchedFormSet = forms.formset_factory(TouchedForm, extra=BLANK_ROWS, can_delete=True)


class DocumentScreen(View):
    """A screen below a document's page."""

    inspect_url_name = index_url_name = ""

    def setup(self, request, pk, **kwargs):
        super().setup(request, pk=pk, **kwargs)
        self.document = LegalDocument.objects.select_related("maintained_by").get(pk=pk)

    def relations(self):
        """Of this document, leaving out those with documents that the person may not see."""
        seen = choosable(LegalDocument, self.request.user).values("pk")
        rows = DocumentRelation.objects.select_related("document", "target").prefetch_related("touched").order_by("pk")
        return (
            rows.filter(target=self.document, document__in=seen) | rows.filter(document=self.document, target__in=seen)
        ).distinct()

    def reverse(self, name: str, *args) -> str:
        return reverse(LegalDocument.snippet_viewset.get_url_name(name), args=[self.document.pk, *args])

    def back(self, message: str):
        messages.success(self.request, message)
        return redirect(self.reverse("relations"))

    def render(self, template: str, title: str, **context):
        return TemplateResponse(
            self.request,
            template,
            context
            | {
                "document": self.document,
                "relations_url": self.reverse("relations"),
                "page_title": title,
                "header_title": title,
                "breadcrumbs_items": [
                    {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
                    {"url": reverse(self.index_url_name), "label": capfirst(LegalDocument._meta.verbose_name_plural)},
                    {"url": self.reverse("inspect"), "label": self.document.number or self.document.title},
                    {"url": "", "label": title},
                ],
            },
        )


class RelationsView(DocumentScreen):
    """All relations of a document, with what is entered and what is not."""

    http_method_names = ["get", "head"]

    def get(self, request, **kwargs):
        relations = list(self.relations())
        keys = [relation.pk for relation in relations]
        entries = EnteredChange.objects.filter(relation__in=keys, version__live=True, version__is_corrected=False)
        entered = set(entries.values_list("relation_id", flat=True))
        public = set(changing_relations().filter(pk__in=keys).values_list("pk", flat=True))
        rows = [self._row(relation, entered, public) for relation in relations]
        return self.render(
            "regulations/admin/relations.html",
            _("Quan hệ với văn bản khác"),
            rows=rows,
            pairs=self._pairs(),
            add_url=self.reverse("add_relation"),
            may_change=policy_of(LegalDocument).user_has_permission_for_instance(request.user, "change", self.document),
        )

    def _row(self, relation: DocumentRelation, entered: set[int], public: set[int]) -> dict:
        incoming = relation.target_id == self.document.pk
        return {
            "term": PASSIVE[relation.type] if incoming else relation.get_type_display(),
            "other": relation.document if incoming else relation.target,
            "begins": relation.effective_from,
            "note": relation.note,
            "touched": [
                (label_parts(one.label), Effect(one.effect).label, label_parts(one.by_label) if one.by_label else "")
                for one in relation.touched.all()
            ],
            "entered": relation.pk in entered,
            "changes": incoming and relation.type in CHANGING,
            "public": relation.pk in public,
            "change_url": self.reverse("change_relation", relation.pk),
            "remove_url": self.reverse("remove_relation", relation.pk),
        }

    def _pairs(self) -> list[dict]:
        """Each published version with the one it follows, the newest first."""
        timeline = document_timeline(self.document)
        followed = [(timeline.before(version), version) for version in timeline.dated]
        return [
            {"old": old.number, "new": new.number, "url": self.reverse("matches", old.number, new.number)}
            for old, new in reversed(followed)
            if old is not None
        ]


class RelationFormView(DocumentScreen):
    """The form of one relation with the provisions that it touches."""

    relation: DocumentRelation | None = None

    def setup(self, request, pk, relation=None, **kwargs):
        super().setup(request, pk, **kwargs)
        if relation is not None:
            self.relation = self.relations().filter(pk=relation).first() if relation < 10**15 else None
            if self.relation is None:
                raise Http404

    def get(self, request, **kwargs):
        return self._show(RelationForm(user=request.user, relation=self.relation), self._rows())

    def post(self, request, **kwargs):
        form = RelationForm(request.POST, user=request.user, relation=self.relation)
        rows = self._rows(request.POST)
        if form.is_valid() & rows.is_valid():
            try:
                relation = self._save(form.cleaned_data, touchings(rows))
            except REFUSALS as refusal:
                form.refuse(refusal)
            else:
                if "more" in request.POST:
                    messages.success(request, _("Đã lưu quan hệ."))
                    return redirect(self.reverse("change_relation", relation.pk))
                return self.back(_("Đã lưu quan hệ."))
        return self._show(form, rows)

    def _save(self, entered: dict, touched: list[Touching]) -> DocumentRelation:
        if self.relation is not None:
            pair = {"document": self.relation.document, "target": self.relation.target}
        else:
            sides = (
                (entered["other"], self.document) if entered["direction"] == IN else (self.document, entered["other"])
            )
            pair = dict(zip(("document", "target"), sides, strict=True))
        return save_relation(
            by=self.request.user, relation=self.relation, touched=touched, seen=entered["seen"] or None, **pair,
            type=entered["type"], effective_from=entered["effective_from"], note=entered["note"],
        )  # fmt: skip

    def _rows(self, data=None):
        stored = self.relation.touched.order_by("pk") if self.relation is not None else ()
        initial = [
            {"label": label_parts(row.label), "effect": row.effect, "by_label": label_parts(row.by_label)}
            for row in stored
        ]
        return TouchedFormSet(data, initial=initial, prefix="touched")

    def _show(self, form, rows):
        title = _("Sửa quan hệ") if self.relation is not None else _("Thêm quan hệ")
        return self.render(
            "regulations/admin/relation_form.html", title, form=form, rows=rows, relation=self.relation,
            media=form.media + rows.media,
        )  # fmt: skip


def touchings(rows) -> list[Touching]:
    """What stands in the rows of a valid formset that name a provision and are not to go."""
    return [
        Touching(row["label"].strip(), row.get("effect") or Effect.AMENDED, row.get("by_label", "").strip())
        for row in (form.cleaned_data for form in rows)
        if row.get("label", "").strip() and not row.get("DELETE")
    ]


class RemoveRelationView(RelationFormView):
    http_method_names = ["post"]

    def post(self, request, **kwargs):
        try:
            remove_relation(relation=self.relation, by=request.user)
        except REFUSALS as refusal:
            for sentence in sentences(refusal):
                messages.error(request, sentence)
            return redirect(self.reverse("relations"))
        return self.back(_("Đã xóa quan hệ."))


def relation_patterns(**kwargs) -> list:
    """The addresses of these screens below those of documents."""
    return [
        path("relations/<str:pk>/", RelationsView.as_view(**kwargs), name="relations"),
        path("relations/<str:pk>/add/", RelationFormView.as_view(**kwargs), name="add_relation"),
        path("relations/<str:pk>/<int:relation>/", RelationFormView.as_view(**kwargs), name="change_relation"),
        path("relations/<str:pk>/<int:relation>/remove/", RemoveRelationView.as_view(**kwargs), name="remove_relation"),
    ]
