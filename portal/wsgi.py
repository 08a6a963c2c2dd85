import gc
import os

from django.core.wsgi import get_wsgi_application

from portal.checks import refuse_misconfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()
refuse_misconfigured()

# What start-up made stays as long as the process: the collector need not walk through it at every tenth request.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
