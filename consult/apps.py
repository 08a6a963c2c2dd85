from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultConfig(AppConfig):
    """Consultations come with the plans they are about; until then the app holds its place in the import order."""

    name = "consult"
    verbose_name = _("Tham vấn")
