from django.apps import AppConfig


class ConsultConfig(AppConfig):
    """Consultations come with the plans they are about; until then the app holds its place in the import order."""

    name = "consult"
    verbose_name = "Tham vấn"
