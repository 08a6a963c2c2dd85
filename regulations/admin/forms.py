"""Forms of the register's screens: what a person may choose, and messages that name the field and the row."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from regulations.admin.choosers import choosable
from regulations.admin.parts import ENTERED, PREFIX, part_fields, set_parts
from regulations.entering import changes_to_enter, check_entered, enter_changes
from regulations.models import Agency, DocumentRelation, LegalDocument, Provision, Regulation, Role
from regulations.models.officers import covered_agency_ids
from regulations.text.labels import label_of, label_parts


def key_in(rows: QuerySet, key) -> bool:
    """Whether `key`, as it was posted, is one of these rows'."""
    text = str(key or "")
    return text.isdecimal() and len(text) < 19 and rows.filter(pk=int(text)).exists()


def agencies_of(user) -> QuerySet:
    """The agencies `user` drafts for."""
    covered = covered_agency_ids(user, Role.OFFICER) if user else frozenset()
    return Agency.objects.all() if covered is None else Agency.objects.filter(pk__in=covered)


class RegulationForm(WagtailAdminModelForm):
    """Identity and classification. Once something is published the code and the kind are fixed for good."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = agencies_of(self.for_user)
        self.fields["agency"].queryset = own
        if own.count() == 1 and not self.instance.pk:
            self.fields["agency"].initial = own.get()
        if self.instance.pk and self.instance.versions.published().exists():
            for name in ("code", "kind"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Không đổi được vì quy định đã có phiên bản công bố.")


class LegalDocumentForm(WagtailAdminModelForm):
    """Number, type, issuers and date are what the document is: they are entered once."""

    IDENTITY = ("number", "doc_type", "issuers", "issued_on", "consolidated")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        everywhere = (
            covered_agency_ids(self.for_user, Role.OFFICER, Role.ADMINISTRATOR) if self.for_user else frozenset()
        )
        if everywhere is not None:
            self.fields["maintained_by"].queryset = Agency.objects.filter(pk__in=everywhere)
            self.fields["maintained_by"].required = True
        for name in self.IDENTITY if self.instance.pk else ():
            self.fields[name].disabled = True


class LegalBasisForm(WagtailAdminModelForm):
    """A legal basis; the provision may be typed as it is cited and must exist in the document's text.

    A document the person may not see is taken out of the posted data, or the chooser would show its name.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = choosable(LegalDocument, self.for_user) if self.for_user else LegalDocument.objects.public()
        self.fields["document"].queryset = allowed
        name = self.add_prefix("document")
        if self.is_bound and not key_in(allowed, self.data.get(name)):
            self.data = self.data.copy()
            self.data[name] = ""

    def clean(self):
        cleaned = super().clean()
        document, typed = cleaned.get("document"), (cleaned.get("label") or "").strip()
        if document and typed:
            cleaned["label"] = self._label(document, typed)
        return cleaned

    def _label(self, document: LegalDocument, typed: str) -> str:
        label = label_of(typed)
        if missing := missing_provision(document, label):
            self.add_error("label", missing)
        return label


def missing_provision(document: LegalDocument, label: str) -> str:
    """What to say where the document's text has no such provision; "" where it has, or where no text is there yet."""
    version = document.version_on(timezone.localdate()) or document.versions.current().first()
    if version is None or Provision.objects.filter(version=version, label=label).exists():
        return ""
    return _("Không tìm thấy %(label)s trong %(document)s.") % {
        "label": label_parts(label), "document": document.number or document.title,
    }  # fmt: skip


class VersionForm(WagtailAdminModelForm):
    """A draft; problems that belong to no one field stand on top of the form."""

    def clean(self):
        """Browsers send line ends as CR LF: a text that nobody touched must not differ from what it was."""
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n")
        return cleaned

    def refuse(self, problem) -> None:
        """Put a refusal (ValidationError or any exception with a message) on the fields it names, or on top."""
        if not hasattr(problem, "error_dict"):
            self.add_error(None, problem.messages if hasattr(problem, "messages") else str(problem))
            return
        for name, errors in problem.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class PlanVersionForm(VersionForm):
    """What a plan says of itself; its items are written on its page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        day = self.fields["effective_from"]
        day.label = _("ngày của phương án")
        day.help_text = _("Ngày lập hoặc ngày trình phương án, không ở tương lai.")


class RegulationVersionForm(VersionForm):
    """The version's own fields, its rows, and one text field for each part of its kind.

    A proposed text has no day and no reason of its own: those are its plan's.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.regulation_id:
            self.fields.update(part_fields(self.instance))
        if self.instance.proposed_in_id:
            for name in ("effective_from", "note"):
                self.fields.pop(name, None)

    def defer_required_fields(self):
        """A draft may lack parts; they are asked for when it is submitted."""
        if not self.is_deferred_validation:
            super().defer_required_fields()
            for name in self._part_names():
                if self.fields[name].required:
                    self.fields[name].required = False
                    self.deferred_required_fields.append(name)

    def save(self, commit=True):
        set_parts(
            self.instance, {name.removeprefix(PREFIX): self.cleaned_data.get(name, "") for name in self._part_names()}
        )
        return super().save(commit=commit)

    def _part_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(PREFIX)]


class DocumentVersionForm(VersionForm):
    """A draft of a document's text, with the known changes that it contains ticked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = changes_to_enter(self.instance) if self.instance.document_id else DocumentRelation.objects.none()
        if offered.exists():
            ticked = {row.relation_id for row in self.instance.entered.all()}
            self.fields[ENTERED] = EnteredField(offered, initial=[one.pk for one in offered if one.pk in ticked])

    def clean(self):
        cleaned = super().clean()
        self.instance.effective_from = cleaned.get("effective_from")
        try:
            check_entered(self.instance, cleaned.get(ENTERED) or ())
        except ValidationError as wrong:
            self.add_error(ENTERED, wrong)
        return cleaned

    def save(self, commit=True):
        if ENTERED in self.fields:
            enter_changes(self.instance, self.cleaned_data.get(ENTERED) or ())
        return super().save(commit=commit)


class EnteredField(forms.ModelMultipleChoiceField):
    """Changes by other documents, each with its day and the provisions it touches."""

    def __init__(self, queryset, **kwargs):
        super().__init__(
            queryset, required=False, widget=forms.CheckboxSelectMultiple, label=_("Thay đổi đã có trong nội dung này"),
            help_text=_("Chỉ đánh dấu thay đổi mà lời văn bên dưới đã thể hiện; thay đổi chưa đánh dấu sẽ được báo "
                        "với người đọc là chưa nhập."),
            **kwargs,
        )  # fmt: skip

    def label_from_instance(self, relation) -> str:
        day = date_format(relation.begins, "SHORT_DATE_FORMAT") if relation.begins else _("chưa rõ ngày")
        places = ", ".join(label_parts(place.label) for place in relation.touched.all()) or relation.note
        text = f"{relation.document.number or relation.document.title} – {relation.get_type_display()} ({day})"
        return f"{text}: {places}" if places else text


class StartForm(forms.Form):
    """Which regulation or document a new version is for."""

    def __init__(self, data=None, *, identities, chosen, widget, label):
        chosen = chosen if key_in(identities, chosen) else None
        super().__init__(None if data is None else {"identity": chosen or ""}, initial={"identity": chosen})
        self.fields["identity"] = forms.ModelChoiceField(identities, widget=widget, label=label)


def identities_to_draft(model: type[Regulation] | type[LegalDocument], user):
    """Regulations or documents that `user` may draft a version of."""
    path = "agency" if model is Regulation else "maintained_by"
    covered = covered_agency_ids(user, Role.OFFICER)
    rows = model.objects.all()
    return rows if covered is None else rows.filter(**{f"{path}__in": covered})
