"""How long the law asks rounds to be open: a reference list, administrators keep it."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from consult.models import ConsultationPeriod
from regulations.admin.lists import DayColumn
from regulations.admin.reference_lists import ListViewSet


class PeriodViewSet(ListViewSet):
    model = ConsultationPeriod
    icon = "time"
    menu_label = gettext_lazy("Thời hạn theo luật")
    searched = ("source",)
    form_order = ("subject", "minimum_days", "answer_days", "source", "valid_from", "valid_to")
    list_display = [
        Column("subject", label=gettext_lazy("Đối tượng"), accessor="get_subject_display"),
        Column("minimum_days", label=gettext_lazy("Lấy ý kiến ít nhất (ngày)")),
        Column("answer_days", label=gettext_lazy("Trả lời trong (ngày)")),
        Column("source", label=gettext_lazy("Căn cứ")),
        DayColumn("valid_from", label=gettext_lazy("Từ")),
        DayColumn("valid_to", label=gettext_lazy("Đến")),
    ]
