from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationsConfig(AppConfig):
    name = "regulations"
    verbose_name = _("Quy định kinh doanh")

    def ready(self):
        from regulations import citations, folded, installing, kept_names  # noqa: PLC0415 - models exist only from here on

        citations.connect()
        folded.connect()
        installing.connect(self)
        kept_names.connect()
