from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal import checks  # noqa: PLC0415 - registers the checks once Django is set up

        checks.connect()
