"""What lookup adds to Wagtail's admin."""

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from regulations.permissions import RolePolicy
from search.admin import asked_queries
from search.admin.synonyms import SynonymViewSet
from search.models import Synonym

# Before anything asks the registry for this model's policy.
register_permission_policy(Synonym, RolePolicy(Synonym))


class LookupGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Tra cứu")
    menu_name = "lookup"
    menu_icon = "search"
    menu_order = 210
    items = (SynonymViewSet,)


register_snippet(LookupGroup)


@hooks.register("register_admin_urls")
def asked_queries_addresses():
    return asked_queries.urls()


@hooks.register("register_admin_menu_item")
def asked_queries_in_the_menu():
    return asked_queries.menu_item()
