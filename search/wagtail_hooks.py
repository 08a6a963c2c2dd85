"""What lookup adds to Wagtail's admin."""

from django.utils.translation import gettext_lazy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from regulations.permissions import RolePolicy
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
