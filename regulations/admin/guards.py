"""One guard in front of every view of a snippet viewset.

Wagtail's generic views mostly ask whether a person may do something to the model as a whole; an officer could so reach
another agency's record by its address. Here each address of a viewset has a rule, the record is judged by its stored
row before the view is even set up, and an address without a rule stops the portal from starting.
"""

from functools import wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import SnippetViewSet

VIEW, ADD, CHANGE, DELETE = "view", "add", "change", "delete"
CLOSED = None

RULES: dict[str, str | None] = {
    "list": VIEW,
    "list_results": VIEW,
    "add": ADD,
    "edit": CHANGE,
    "delete": DELETE,
    "inspect": VIEW,
    "changes": VIEW,
    "history": VIEW,
    "history_results": VIEW,
    "preview_on_edit": CHANGE,
    "revisions_view": VIEW,
    "revisions_compare": VIEW,
    "revisions_revert": CHANGE,
    "workflow_action": VIEW,  # regulations.control decides who may approve or return
    "workflow_preview": VIEW,
    "workflow_history": VIEW,
    "workflow_history_detail": VIEW,
    "new_version": VIEW,  # regulations.drafting decides who may draft
    "correct": VIEW,
    "withdraw": VIEW,
    "submit": CHANGE,
    "import_word": CHANGE,
    "add_attachment": VIEW,  # regulations.attaching decides who may put what beside a version
    "attachment_file": VIEW,
    "withdraw_attachment": VIEW,
    "reuse_attachment": VIEW,
    "compare_original": VIEW,  # regulations.original_comparisons decides who may record a comparison
    # A plan's items are part of its version, and open as long as it is.
    "add_item": CHANGE,
    "change_item": CHANGE,
    "remove_item": CHANGE,
    "rebase_item": CHANGE,
    "decide": VIEW,  # regulations.plans decides who records decisions and carries items out
    "implement": VIEW,
    "freeze": CHANGE,
    "relations": VIEW,
    "add_relation": CHANGE,
    "change_relation": CHANGE,
    "remove_relation": CHANGE,
    "matches": CHANGE,
    # What a register must not do, or does in another way: publishing goes through legal control alone.
    "copy": CLOSED,
    "reorder": CLOSED,
    "usage": CLOSED,
    "preview_on_add": CLOSED,
    "unpublish": CLOSED,
    "revisions_unschedule": CLOSED,
    "lock": CLOSED,
    "unlock": CLOSED,
    "collect_workflow_action_data": CLOSED,
    "confirm_workflow_cancellation": CLOSED,
}
"""Name of an address to the right it needs on the record (or, without a record, on the model)."""


class GuardedViewSet(SnippetViewSet):
    """A snippet viewset whose every address is guarded; see RULES, which an app above may extend for its own."""

    list_per_page = 50
    chooser_per_page = 25
    search_backend_name = None  # Wagtail's own search does not answer at 17,800 rows, see docs/adr
    copy_view_enabled = False
    rules = RULES
    add_to_reference_index = False

    @property
    def breadcrumbs_items(self) -> list[dict]:
        """The way from the start page, in each person's language; Wagtail says it once, in that of the start-up."""
        return [*WagtailAdminTemplateMixin.breadcrumbs_items, *super().breadcrumbs_items[1:]]

    def get_urlpatterns(self):
        patterns = super().get_urlpatterns() + self.extra_urlpatterns()
        for pattern in patterns:
            pattern.callback = guarded(pattern.callback, self, self.rules[pattern.name])
        return patterns

    def extra_urlpatterns(self) -> list:
        """Further addresses of this viewset; each needs a rule like the others."""
        return []

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def open_url(self, instance) -> str:
        """Where a person goes who may see this record but not change it."""
        return reverse(self.get_url_name("inspect"), args=[instance.pk])


def guarded(view, viewset: GuardedViewSet, action: str | None):
    """`view` behind its rule. A record one may not see does not exist; one that is closed is shown, not edited."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        policy, user = viewset.permission_policy, request.user
        if action is CLOSED:
            raise Http404
        if not policy.user_has_permission(user, action):
            raise PermissionDenied
        if "pk" in kwargs:
            instance = _stored(viewset.model, kwargs["pk"])
            if not policy.user_has_permission_for_instance(user, VIEW, instance):
                raise Http404
            if not policy.user_has_permission_for_instance(user, action, instance):
                if request.method == "GET" and viewset.inspect_view_enabled:
                    return redirect(viewset.open_url(instance))
                raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def _stored(model, key):
    try:
        return model._base_manager.get(pk=unquote(str(key)))
    except (model.DoesNotExist, ValueError, OverflowError) as missing:
        raise Http404 from missing
