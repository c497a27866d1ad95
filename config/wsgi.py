"""What a WSGI server runs. The server's door (`kheo serve`, or the unit file) has the database ready."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
