"""The parts of a regulation in its form: one text field for each part that its kind consists of."""

import functools

from django import forms
from django.utils.html import format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import compare
from wagtail.admin.panels import FieldPanel, ObjectList, PanelGroup
from wagtail.admin.widgets import AdminAutoHeightTextInput

from regulations.models import Part, PartDefinition, RegulationVersion

PREFIX = "part_"
ENTERED = "entered_changes"
"""Names of fields that no model has, so that Wagtail does not know them: a part's begins with the first."""


def definitions_for(version: RegulationVersion) -> list[PartDefinition]:
    """The parts to offer: those of the kind that hold on the version's day, and old ones that still have a text."""
    written = {part.key for part in version.parts.all()}
    every = PartDefinition.objects.filter(kind=version.regulation.kind).order_by("position")
    valid = (
        set(every.valid_on(version.effective_from).values_list("key", flat=True)) if version.effective_from else None
    )
    return [one for one in every if valid is None or one.key in valid or one.key in written]


def part_fields(version: RegulationVersion) -> dict[str, forms.Field]:
    """Form fields by name, with the text of `version` as their start."""
    texts = {part.key: part.text for part in version.parts.all()}
    return {PREFIX + one.key: _field(one, texts.get(one.key, "")) for one in definitions_for(version)}


def _field(definition: PartDefinition, text: str) -> forms.Field:
    help_text = definition.help_vi or _("Mỗi đoạn một dòng; không cần định dạng.")
    if definition.required:
        help_text = format_lazy("{} {}", _("Bắt buộc khi trình."), help_text)
    return forms.CharField(
        label=definition.label,
        required=definition.required,
        initial=text,
        help_text=help_text,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
    )


def set_parts(version: RegulationVersion, texts: dict[str, str]) -> None:
    """Give `version` these texts by part key, in memory; a part without text goes. Saved with the version."""
    have = {part.key: part for part in version.parts.all()}
    rows = [have.pop(key, None) or Part(key=key) for key, text in texts.items() if text.strip()]
    others = [part for key, part in have.items() if key not in texts]
    for order, part in enumerate(rows):
        part.text, part.sort_order = texts[part.key].strip(), order
    version.parts.set([*rows, *others])


class PanelsWithParts(ObjectList):
    """The whole form. Wagtail writes fields that no panel has announced once more at its end, and of two fields of one
    name the last is what is read: what PartsPanel and EnteredPanel write must not come again."""

    class BoundPanel(ObjectList.BoundPanel):
        def render_missing_fields(self):
            announced = self.panel.get_form_options().get("fields", [])
            names = [
                name for name in self.form.fields if name not in announced and not name.startswith((PREFIX, ENTERED))
            ]
            return format_html_join("", "{}", ((self.form[name],) for name in names))


class PartsPanel(PanelGroup):
    """Shows whatever part fields the form has: they depend on the kind of the regulation at hand."""

    BEGINS_WITH = PREFIX
    """How the names of the form's fields begin that stand here."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("children", [])
        super().__init__(*args, **kwargs)

    class BoundPanel(PanelGroup.BoundPanel):
        template_name = "wagtailadmin/panels/multi_field_panel.html"

        @functools.cached_property
        def children(self):
            begins = self.panel.BEGINS_WITH
            names = [name for name in self.form.fields if name.startswith(begins)] if self.form else []
            panels = [FieldPanel(name).bind_to_model(self.panel.model) for name in names]
            return [
                panel.get_bound_panel(
                    instance=self.instance, request=self.request, form=self.form, prefix=f"{self.prefix}-{name}"
                )
                for panel, name in zip(panels, names, strict=True)
            ]

        @property
        def visible_children_with_identifiers(self):
            return [(child, child.field_name) for child in self.visible_children]

        def get_comparison(self):
            field = self.panel.model._meta.get_field("parts")
            text = functools.partial(compare.TextFieldComparison, Part._meta.get_field("text"))
            return [functools.partial(compare.ChildRelationComparison, field, [text], label=_("Nội dung theo phần"))]
