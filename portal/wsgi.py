import os

from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application

from portal.checks import refuse_misconfigured
from portal.warming import collect_between_answers, warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()
refuse_misconfigured()
warm_up()
request_finished.connect(collect_between_answers)
