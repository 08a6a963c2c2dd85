"""Who may enter which address of the admin, judged before any view runs.

Thirteen of Wagtail's twenty advisories of four years were permission gaps in secondary views: preview, compare,
choosers, reports, bulk actions. So every address of the admin has a rule here, by the name it is reversed with; one
without a rule is refused, and a test walks the URL resolver, so an upgrade that brings a new one fails the build.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import ResolverMatch
from wagtail.admin.auth import permission_denied

from regulations.models import Role
from regulations.models.officers import has_role

ANYONE = "anyone"
STAFF = "staff"
ADMINISTRATORS = "administrators"
SUPERUSERS = "superusers"
GUARDED = "guarded"
"""The viewset's own guard decides on the record (regulations.admin.guards)."""
BULK = "bulk"
"""Bulk actions: administrators, on pages, images and files; never on the register or on accounts."""
CLOSED = "closed"

RULES: list[tuple[str, str]] = [
    ("wagtailadmin_login", ANYONE),
    ("wagtailadmin_logout", ANYONE),
    ("wagtailadmin_password_reset*", ANYONE),
    ("wagtailadmin_javascript_catalog", ANYONE),
    ("wagtailadmin_sprite", ANYONE),
    ("wagtailsnippets_regulations_*", GUARDED),
    ("wagtailsnippetchoosers_regulations_*:create", CLOSED),
    ("wagtailsnippetchoosers_regulations_regulation:*", STAFF),  # scoped by regulations.admin.choosers
    ("wagtailsnippetchoosers_regulations_legaldocument:*", STAFF),
    ("wagtailsnippetchoosers_regulations_agency:*", STAFF),
    ("wagtailsnippetchoosers_regulations_field:*", STAFF),
    ("wagtailsnippetchoosers_regulations_industry:*", STAFF),
    ("wagtailsnippetchoosers_regulations_industryedition:*", STAFF),
    ("wagtailsnippetchoosers_regulations_*", CLOSED),
    ("wagtailsnippets_consult_*", GUARDED),
    ("wagtailsnippetchoosers_consult_*", CLOSED),
    ("wagtailsnippets_search_*", GUARDED),
    ("wagtailsnippetchoosers_search_*", CLOSED),
    ("asked_queries", STAFF),  # search.admin.asked_queries: administrators, examiners, moderators
    ("consult_moderation:*", GUARDED),
    ("consult_answering:*", GUARDED),
    ("wagtailsnippets:index", STAFF),
    ("audit_log*", STAFF),  # regulations.admin.audit_log: one's own doing, and one's agencies' records
    ("record_transfer", ADMINISTRATORS),
    ("national", STAFF),  # regulations.admin.national: who reads the register, and of which agencies
    ("national_procedure", STAFF),
    ("regulation_export_*", STAFF),  # regulations.admin.exports: likewise
    ("quarantine", ADMINISTRATORS),
    ("regulation_upload*", STAFF),  # regulations.admin.uploads: who drafts, and for which agencies
    ("compare_originals", STAFF),  # regulations.admin.comparing_originals: officers, of their agencies
    ("desk_list", STAFF),  # regulations.admin.desk_pages: those whose role has the list, of their agencies
    ("desk_freshness", STAFF),
    ("wagtailadmin_home", STAFF),
    ("wagtailadmin_account*", STAFF),
    ("wagtailadmin_dismissibles", STAFF),
    ("wagtailadmin_editing_sessions:*", STAFF),
    ("wagtailadmin_error_test", CLOSED),
    ("wagtailadmin_block_preview", ADMINISTRATORS),
    ("wagtail_bulk_action", BULK),
    ("wagtailadmin_workflows:*", SUPERUSERS),
    ("wagtailusers_groups:*", SUPERUSERS),
    ("wagtailusers_users:delete", CLOSED),
    ("wagtailusers_users:*", ADMINISTRATORS),
    ("wagtailadmin_reports:*", ADMINISTRATORS),
    ("wagtailadmin_*", ADMINISTRATORS),
    ("wagtailimages*", ADMINISTRATORS),
    ("wagtaildocs*", ADMINISTRATORS),
    ("wagtailsites:*", SUPERUSERS),
    ("wagtaillocales:*", SUPERUSERS),
    ("wagtailsettings:*", ADMINISTRATORS),
    ("wagtailsnippets_home_*", ADMINISTRATORS),
    ("wagtailsnippetchoosers_home_*", ADMINISTRATORS),
    ("simple_translation:*", ADMINISTRATORS),
]
"""The first pattern that fits the name decides."""

UNNAMED: dict[str, str] = {
    "admin/test404/": CLOSED,
    "admin/.*/$": STAFF,  # Wagtail's answer to an address of the admin that does not exist
}
"""Addresses of the admin that have no name, by their route."""


def rule_for(match: ResolverMatch) -> str | None:
    """The rule of a resolved address of the admin, None where it has none."""
    if not match.view_name or match.view_name.startswith("django."):
        return UNNAMED.get(match.route)
    return next((rule for pattern, rule in RULES if fnmatchcase(match.view_name, pattern)), UNNAMED.get(match.route))


def may_enter(rule: str | None, user, match: ResolverMatch) -> bool:
    """Whether `user`, who is signed in, may go on to the view. Raises Http404 for what is closed to everybody."""
    if rule is None or rule == CLOSED:
        raise Http404
    if rule == BULK and match.kwargs.get("app_label") in ("regulations", "consult", "search", "accounts", "auth"):
        raise Http404
    if rule == SUPERUSERS:
        return user.is_active and user.is_superuser
    if rule in (ADMINISTRATORS, BULK):
        return has_role(user, Role.ADMINISTRATOR)
    return True


class AdminGate:
    """Middleware: asks RULES before a view of the admin runs. Signing in stays the views' own business."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        match = request.resolver_match
        if not match.route.startswith("admin/"):
            return None
        rule = rule_for(match)
        if rule == ANYONE:
            return None
        if not request.user.is_authenticated:
            return None  # the view sends them to the sign-in page
        if may_enter(rule, request.user, match):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return permission_denied(request)
