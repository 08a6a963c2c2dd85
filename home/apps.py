from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Trang chủ và nội dung")

    def ready(self):
        from home import installing  # noqa: PLC0415 - models exist only from here on

        installing.connect(self)
