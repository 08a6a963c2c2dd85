from django.apps import AppConfig


class ConsultConfig(AppConfig):
    """Consultations, comments and answers arrive with the plans they are about; the app holds their place in the import order."""

    name = "consult"
    verbose_name = "Tham vấn"
