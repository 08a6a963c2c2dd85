"""The order of fields on the register's forms, with the words that explain them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput

from regulations.admin.forms import (
    DocumentVersionForm,
    LegalBasisForm,
    LegalDocumentForm,
    PlanVersionForm,
    RegulationForm,
    RegulationVersionForm,
)
from regulations.admin.parts import ENTERED, PanelsWithParts, PartsPanel
from regulations.models.regulation_version import CARD_WORD_LIMIT


class BasesPanel(InlinePanel):
    """Legal bases with their own row form, which checks the provision against the document's text."""

    def get_form_options(self):
        options = super().get_form_options()
        row = options["formsets"][self.relation_name]
        deferred = getattr(row.get("form", None), "_meta", None)
        row["form"] = type(
            "LegalBasisRowForm",
            (LegalBasisForm,),
            {"Meta": type("Meta", (LegalBasisForm.Meta,), {
                "model": self.db_field.related_model,
                "fields": row["fields"],
                "defer_required_on_fields": list(getattr(deferred, "defer_required_on_fields", [])),
            })},
        )  # fmt: skip
        return options


class EnteredPanel(PartsPanel):
    """The changes to tick, where there are any: the form knows them."""

    BEGINS_WITH = ENTERED

    class BoundPanel(PartsPanel.BoundPanel):
        def get_comparison(self):
            return []


def regulation_panels() -> ObjectList:
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("code"),
                    FieldPanel("kind"),
                    FieldPanel("agency", widget=forms.Select),
                    FieldPanel("deciding_level"),
                    FieldPanel("subjects"),
                ],
                heading=_("Quy định"),
                help_text=_("Nội dung của quy định nằm ở các phiên bản; ở đây chỉ là hồ sơ và phân loại."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("fields", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("industries", widget=forms.SelectMultiple(attrs={"size": 12})),
                    FieldRowPanel([FieldPanel("stage"), FieldPanel("firm_size"), FieldPanel("online_level")]),
                ],
                heading=_("Phân loại"),
            ),
        ],
        base_form_class=RegulationForm,
    )


def regulation_version_panels() -> PanelsWithParts:
    return PanelsWithParts(
        [
            MultiFieldPanel(
                [
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("effective_from"), FieldPanel("state")]),
                    FieldPanel("note"),
                ],
                heading=_("Phiên bản"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(name, widget=AdminAutoHeightTextInput(attrs={"rows": 2}))
                    for name in (
                        "card_who", "card_what", "card_where_how", "card_how_long", "card_how_much", "card_otherwise",
                    )
                ],
                heading=_("Thẻ trả lời"),
                help_text=_("Tóm tắt cho doanh nghiệp, cả thẻ tối đa %(limit)d từ. Không thay nội dung bên dưới.")
                % {"limit": CARD_WORD_LIMIT},
            ),
            PartsPanel(heading=_("Nội dung theo phần")),
            *_counted_rows(),
            *_costs(),
        ],
        base_form_class=RegulationVersionForm,
    )  # fmt: skip


def _counted_rows() -> list[InlinePanel]:
    """What a version holds as rows, because it is counted and compared."""
    return [
        InlinePanel(
            "papers",
            panels=[FieldPanel("name"), FieldRowPanel([FieldPanel("copies"), FieldPanel("form")])],
            heading=_("Thành phần hồ sơ"),
            label=_("Giấy tờ"),
        ),
        InlinePanel(
            "fees",
            panels=[FieldPanel("name"), FieldRowPanel([FieldPanel("amount"), FieldPanel("note")])],
            heading=_("Phí, lệ phí"),
            label=_("Khoản thu"),
        ),
        InlinePanel(
            "time_limits",
            panels=[FieldPanel("label"), FieldRowPanel([FieldPanel("number"), FieldPanel("unit")])],
            heading=_("Thời hạn giải quyết"),
            label=_("Thời hạn"),
        ),
        InlinePanel(
            "frequencies",
            panels=[FieldRowPanel([FieldPanel("number"), FieldPanel("period")])],
            heading=_("Tần suất"),
            label=_("Tần suất"),
        ),
        BasesPanel(
            "bases",
            panels=[
                FieldPanel("document"),
                FieldPanel(
                    "label", help_text=_("Như khi viện dẫn: điểm a khoản 2 Điều 15. Để trống nếu là cả văn bản.")
                ),
            ],
            heading=_("Căn cứ pháp lý"),
            label=_("Căn cứ"),
        ),
    ]


def _costs() -> list:
    return [
        InlinePanel(
            "cost_lines",
            panels=[
                FieldPanel("activity"),
                FieldRowPanel([FieldPanel("hours"), FieldPanel("hourly_income")]),
                FieldRowPanel([FieldPanel("services"), FieldPanel("fees")]),
                FieldPanel("source"),
            ],
            heading=_("Chi phí tuân thủ, mỗi lần thực hiện"),
            help_text=_("Mỗi hoạt động một dòng: số giờ × thu nhập mỗi giờ + dịch vụ + phí. Tổng do cổng tính."),
            label=_("Hoạt động"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("times_per_year"), FieldPanel("subjects_per_year")])],
            heading=_("Chi phí tuân thủ mỗi năm"),
            help_text=_("Để trống nếu chưa có số liệu: cổng không đoán."),
        ),
    ]


def plan_version_panels() -> ObjectList:
    return ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("summary"), FieldPanel("effective_from"), FieldPanel("note")],
                heading=_("Phương án"),
                help_text=_("Các mục của phương án được soạn ở trang của phương án."),
            )
        ],
        base_form_class=PlanVersionForm,
    )


def document_panels() -> ObjectList:
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("number"), FieldPanel("doc_type")]),
                    FieldPanel("title"),
                    FieldPanel("issuers", widget=forms.SelectMultiple(attrs={"size": 8})),
                    FieldRowPanel([FieldPanel("issued_on"), FieldPanel("signer")]),
                    FieldPanel("consolidated"),
                ],
                heading=_("Văn bản"),
                help_text=_("Số, loại, cơ quan và ngày ban hành xác định văn bản nên chỉ nhập một lần."),
            ),
            MultiFieldPanel(
                [FieldPanel("maintained_by", widget=forms.Select), FieldPanel("source_url")], heading=_("Cập nhật")
            ),
        ],
        base_form_class=LegalDocumentForm,
    )


def document_version_panels() -> PanelsWithParts:
    return PanelsWithParts(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("effective_from"), FieldPanel("state")]),
                    FieldPanel("source"),
                    FieldPanel("note"),
                ],
                heading=_("Phiên bản"),
            ),
            EnteredPanel(heading=_("Thay đổi của văn bản khác")),
            FieldPanel("text"),
        ],
        base_form_class=DocumentVersionForm,
    )
