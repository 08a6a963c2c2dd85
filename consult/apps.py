from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = _("Tham vấn")

    def ready(self):
        # Once Django is set up: these read the models.
        from accounts.sections import on_account_page  # noqa: PLC0415
        from consult import erasing, sections  # noqa: PLC0415
        from regulations.sections import on_plan_list, on_plan_page, on_regulation_page  # noqa: PLC0415

        on_plan_page(sections.RoundsOfPlan)
        on_plan_list(sections.plan_list)
        on_regulation_page(sections.regulation_page)
        on_account_page(sections.account_page)
        erasing.connect()
