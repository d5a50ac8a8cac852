"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from incident.edge.middleware import in_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incident.settings")

application = in_utf8(get_wsgi_application())
