"""What each role may do in the admin as a whole: one table, and the groups made from it.

A group only says which screens exist for a person. Whether one may touch a given record is judged by appointments
(`regulations.permissions`).
"""

from django.apps import apps as django_apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from regulations.models import Role

REGISTER = ("regulation", "regulationversion", "legaldocument", "documentversion", "planversion")
LISTS = (
    "agency",
    "agencysuccession",
    "field",
    "industry",
    "industryedition",
    "industrycrosswalk",
    "partdefinition",
    "comparisonperiod",
    "programme",
)
OWN_APPS = ("regulations", "consult", "search", "accounts", "home")
EVERYTHING = ("add", "change", "delete", "view")

ROLE_PERMISSIONS: dict[str, dict[str, tuple[str, ...]]] = {
    Role.OFFICER: {
        **{f"regulations.{model}": EVERYTHING for model in REGISTER},
        "regulations.errorreport": ("change", "view"),
        "consult.consultation": EVERYTHING,
    },
    Role.LEGAL_CONTROLLER: {
        **{f"regulations.{model}": ("view",) for model in REGISTER},
        "regulations.errorreport": ("view",),
        "consult.consultation": ("view",),
    },
    Role.EXAMINER: {
        **{f"regulations.{model}": ("view",) for model in REGISTER},
        "regulations.errorreport": ("view",),
        "consult.consultation": ("view",),
        "consult.comment": ("view",),
    },
    Role.MODERATOR: {
        "consult.consultation": ("view",),
        "consult.comment": ("change", "view"),
    },
    Role.OPERATOR: {},
    Role.ADMINISTRATOR: {
        **{f"regulations.{model}": ("view",) for model in REGISTER},
        "regulations.legaldocument": ("add", "change", "view"),
        "regulations.errorreport": ("view",),
        **{f"regulations.{model}": EVERYTHING for model in LISTS},
        "regulations.appointment": ("add", "change", "view"),
        "consult.consultation": ("view",),
        "consult.consultationperiod": EVERYTHING,
        "search.synonym": EVERYTHING,
        "accounts.user": ("add", "change", "view"),
        "home.sitemenu": EVERYTHING,
        "home.sitenotice": EVERYTHING,
    },
}
"""Role to model to actions. Models of an app that is not there yet are left out."""

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
FILE_PERMISSIONS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


def install_roles() -> None:
    """Create the roles' groups, or bring them up to the table. Safe to run again and again."""
    for app in (*OWN_APPS, "wagtailadmin", "wagtailcore", "wagtailimages", "wagtaildocs"):
        create_permissions(django_apps.get_app_config(app), verbosity=0)
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for role in Role.values:
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set([enter, *_permissions(ROLE_PERMISSIONS[role])])
    _give_pages_and_files(Group.objects.get(name=Role.ADMINISTRATOR))


def _permissions(table: dict[str, tuple[str, ...]]) -> list[Permission]:
    wanted = {
        (label.split(".")[0], f"{action}_{label.split('.')[1]}")
        for label, actions in table.items()
        for action in actions
    }
    found = Permission.objects.filter(content_type__app_label__in={app for app, _name in wanted}).select_related(
        "content_type"
    )
    return [permission for permission in found if (permission.content_type.app_label, permission.codename) in wanted]


def _give_pages_and_files(group: Group) -> None:
    root = Page.objects.filter(depth=1).first()
    collection = Collection.objects.filter(depth=1).first()
    for codename in PAGE_PERMISSIONS if root else ():
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for codename in FILE_PERMISSIONS if collection else ():
        permission = Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename=codename
        ).first()
        if permission:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
