"""What the register adds to Wagtail's admin, and what it takes away for people who do not need it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import SaveMenuItem, SubmitForModerationMenuItem
from wagtail.snippets.models import register_snippet

from regulations import permissions
from regulations.admin import (
    audit_log,
    comparing_originals,
    desk_pages,
    exports,
    national,
    quarantined,
    reference,
    transfers,
    uploads,
    viewsets,
)
from regulations.admin.desk import DeskPanel, on_desk
from regulations.admin.error_reports import reports_on_desk
from regulations.admin.plans import programmes
from regulations.admin.plans.viewsets import PlanGroup
from regulations.attaching import ADDED, WITHDRAWN
from regulations.document_presenting import document_page
from regulations.error_reports import HANDLED
from regulations.models import AuditEntry, DocumentVersion, PlanVersion, RegulationVersion, Role
from regulations.models.officers import has_role
from regulations.models.published import PublishedVersion
from regulations.national.deciding import SETTLED
from regulations.original_comparisons import COMPARED
from regulations.plan_pages.page import preview_page
from regulations.presenting import regulation_page
from regulations.previews import register_preview
from regulations.provision_matching import MATCHED, UNMATCHED
from regulations.quarantine import QUARANTINED
from regulations.relating import CHANGED, RELATED, UNRELATED
from regulations.transfers import TRANSFERRED
from regulations.word_import import TAKEN

# Before anything asks the registry for these models' policies.
for policies in (permissions.POLICIES, reference.POLICIES, programmes.POLICIES):
    for model, policy in policies.items():
        register_permission_policy(model, policy)

register_snippet(viewsets.RegisterGroup)
register_snippet(PlanGroup)
register_snippet(reference.ReferenceGroup)

on_desk(reports_on_desk)
on_desk(national.differences_on_desk)
on_desk(comparing_originals.due_on_desk)

register_preview(
    RegulationVersion,
    "regulations/regulation_detail.html",
    lambda version: regulation_page(version, version.effective_from or timezone.localdate()),
)

register_preview(
    DocumentVersion,
    "regulations/document_detail.html",
    lambda version: document_page(version, version.effective_from or timezone.localdate()),
)

register_preview(PlanVersion, "regulations/plan_detail.html", preview_page)

OFFICERS_MENU = {"home", "register", "plans", "consult", "national", "asked", "audit", "help"}


@hooks.register("construct_main_menu")
def only_what_one_may_enter(request, items):
    """Pages, images, files, reports and settings are administrators' work."""
    if not has_role(request.user, Role.ADMINISTRATOR):
        items[:] = [item for item in items if item.name in OFFICERS_MENU]


@hooks.register("register_admin_urls")
def desk_addresses():
    return desk_pages.urls()


@hooks.register("register_admin_urls")
def upload_addresses():
    return uploads.urls()


@hooks.register("register_admin_urls")
def audit_log_addresses():
    return audit_log.urls()


@hooks.register("register_admin_menu_item")
def audit_log_in_the_menu():
    return audit_log.menu_item()


@hooks.register("register_admin_urls")
def transfer_addresses():
    return transfers.urls()


@hooks.register("register_admin_urls")
def comparing_and_export_addresses():
    return [*national.urls(), *exports.urls()]


@hooks.register("register_admin_menu_item")
def comparing_in_the_menu():
    return national.menu_item()


@hooks.register("register_admin_menu_item")
def transfers_in_the_menu():
    return transfers.menu_item()


@hooks.register("register_log_actions")
def transfers_and_differences_are_told(actions):
    actions.register_action(TRANSFERRED, _("Chuyển cơ quan giữ"), _("Chuyển cơ quan giữ hồ sơ"))
    actions.register_action(SETTLED, _("Để khác"), _("Để khác với cơ sở dữ liệu quốc gia"))


@hooks.register("register_log_actions")
def what_stands_beside_versions_is_told(actions):
    actions.register_action(ADDED, _("Thêm bản gốc, biểu mẫu"), _("Thêm bản gốc hoặc biểu mẫu"))
    actions.register_action(WITHDRAWN, _("Rút bản gốc, biểu mẫu"), _("Rút bản gốc hoặc biểu mẫu"))
    actions.register_action(HANDLED, _("Xử lý báo lỗi"), _("Xử lý báo lỗi của người đọc"))


@hooks.register("register_admin_urls")
def comparison_addresses():
    return comparing_originals.urls()


@hooks.register("register_log_actions")
def comparisons_are_told(actions):
    actions.register_action(COMPARED, _("Đối chiếu bản gốc"), _("Đối chiếu với bản gốc"))


@hooks.register("register_admin_urls")
def quarantine_addresses():
    return quarantined.urls()


@hooks.register("register_admin_menu_item")
def quarantine_in_the_menu():
    return quarantined.menu_item()


@hooks.register("register_log_actions")
def word_files_are_told(actions):
    actions.register_action(TAKEN, _("Nhập từ tệp Word"), _("Lấy văn bản từ tệp Word"))
    actions.register_action(QUARANTINED, _("Cách ly tệp"), _("Cách ly tệp mang dấu mật"))


@hooks.register("register_log_actions")
def relations_are_told(actions):
    actions.register_action(RELATED, _("Ghi quan hệ văn bản"), _("Ghi quan hệ với văn bản khác"))
    actions.register_action(CHANGED, _("Sửa quan hệ văn bản"), _("Sửa quan hệ với văn bản khác"))
    actions.register_action(UNRELATED, _("Xóa quan hệ văn bản"), _("Xóa quan hệ với văn bản khác"))
    actions.register_action(MATCHED, _("Ghi điều khoản tương ứng"), _("Ghi điều khoản tương ứng giữa hai bản"))
    actions.register_action(UNMATCHED, _("Bỏ điều khoản tương ứng"), _("Trở lại điều khoản tương ứng tự động"))


@hooks.register("register_log_actions", order=100)
def one_log_that_cannot_be_edited(actions):
    """After Wagtail has named its own: what anybody does to any record but a page of the site is an AuditEntry."""
    actions.register_model(models.Model, AuditEntry)


@hooks.register("construct_homepage_panels")
def desk(request, panels):
    panels[:] = [DeskPanel(request.user)]


@hooks.register("construct_homepage_summary_items")
def no_page_counts(request, items):
    if not has_role(request.user, Role.ADMINISTRATOR):
        items.clear()


@hooks.register("construct_snippet_action_menu")
def save_or_submit(items, request, context):
    """A draft is saved or handed to legal control; nothing is published from a form."""
    if not issubclass(context["model"], PublishedVersion):
        return
    submit, save = SubmitForModerationMenuItem(order=0), SaveMenuItem(order=10)
    is_proposal = getattr(context.get("instance"), "proposed_in_id", None) is not None
    offered = [save] if is_proposal else [submit, save]
    items[:] = offered if context.get("view") in ("edit", "revisions_revert") else []


@hooks.register("construct_help_menu")
def help_in_ones_own_language(request, items):
    """Wagtail's news and its guide are in English and about screens that this portal does not have."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")]
