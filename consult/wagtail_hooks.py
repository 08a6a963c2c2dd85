"""What consultations add to Wagtail's admin."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from consult.admin import policies
from consult.admin.answers import AnsweringScreens
from consult.admin.desk import desk_lists
from consult.admin.forms import EXTENDED
from consult.admin.moderating import ModerationScreens
from consult.admin.periods import PeriodViewSet
from consult.admin.rounds import RoundViewSet
from regulations.admin.audit_log import in_audit_log
from regulations.admin.desk import on_desk

# Before anything asks the registry for these models' policies.
for model, policy in policies.POLICIES.items():
    register_permission_policy(model, policy)


class ConsultGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Tham vấn")
    menu_name = "consult"
    menu_icon = "group"
    menu_order = 150
    items = (RoundViewSet, ModerationScreens, AnsweringScreens, PeriodViewSet)


register_snippet(ConsultGroup)
on_desk(desk_lists)
in_audit_log(policies.ROUNDS)


@hooks.register("register_log_actions")
def extending_is_told(actions):
    @actions.register_action(EXTENDED)
    class Extended(LogFormatter):
        label = gettext_lazy("Gia hạn")

        def format_message(self, log_entry):
            return _("Gia hạn từ %(from)s đến %(to)s: %(reason)s") % log_entry.data
