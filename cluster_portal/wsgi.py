"""The WSGI entry point that gunicorn serves. It refuses to start on settings that would lose data."""

import os

from django.core.wsgi import get_wsgi_application

from cluster_portal.checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_portal.settings")

application = get_wsgi_application()
refuse_to_start()
