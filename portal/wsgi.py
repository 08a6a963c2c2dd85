import os

from django.core.wsgi import get_wsgi_application

from portal.checks import refuse_misconfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()
refuse_misconfigured()
