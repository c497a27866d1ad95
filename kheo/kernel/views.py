"""Pages that belong to no chapter: help, the component gallery, and the page of the worst case."""

import logging
import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from kheo.kernel.quantities import format_number
from kheo.kernel.specimens import TREE_BRANCH, specimens

log = logging.getLogger(__name__)

READ_ALOUD = "2345679ACDEFGHKLMNPRTUVXY"  # no letter or digit that sounds or looks like another


@login_not_required
@require_safe
def help_page(request):
    """Help, in the same place on every page, also for those who cannot sign in."""
    return render(request, "help.html")


@require_safe
def components(request):
    """Every component with its arguments and states: the reference for page authors, designers and reviewers."""
    if request.headers.get("HX-Request"):
        return HttpResponse(render_to_string("gallery.html#branch", TREE_BRANCH, request))
    return render(request, "gallery.html", specimens())


def unreadable(request, exception):
    """handler400: a request that cannot be read, or whose text is larger than a form may be.

    A file that is too large is told at its own field.
    """
    if isinstance(exception, RequestDataTooBig):
        limit = format_number(settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20)
        return render(request, "413.html", {"limit": limit}, status=413)
    return HttpResponseBadRequest(render_to_string("400.html"))


def crash(request):
    """handler500: a page that asks neither database nor session, with a code that also stands in the log."""
    code = "".join(secrets.choice(READ_ALOUD) for _ in range(6))
    log.error("error code %s-%s at %s", code[:3], code[3:], request.path)
    return HttpResponseServerError(render_to_string("500.html", {"code": f"{code[:3]}-{code[3:]}"}))
