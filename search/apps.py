from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.signals import account_erased
from regulations.signals import documents_changed, lists_changed, plans_changed, regulations_changed


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Tra cứu")

    def ready(self) -> None:
        # Models can only be imported once every app is loaded.
        from accounts.sections import on_account_page  # noqa: PLC0415
        from search import signals  # noqa: PLC0415
        from search.saved import listing, saving  # noqa: PLC0415

        regulations_changed.connect(signals.on_regulations_changed, dispatch_uid="search.regulations")
        documents_changed.connect(signals.on_documents_changed, dispatch_uid="search.documents")
        plans_changed.connect(signals.on_plans_changed, dispatch_uid="search.plans")
        lists_changed.connect(signals.on_lists_changed, dispatch_uid="search.lists")
        account_erased.connect(saving.forget_searches, dispatch_uid="search.saved")
        on_account_page(listing.account_page)
