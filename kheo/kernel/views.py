"""Pages that belong to no chapter: help, the component gallery, and the page of the worst case."""

import logging
import secrets
import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from kheo.kernel.postgres.base import NotReplicated
from kheo.kernel.quantities import format_number
from kheo.kernel.specimens import TREE_BRANCH, specimens

log = logging.getLogger(__name__)

READ_ALOUD = "2345679ACDEFGHKLMNPRTUVXY"  # no letter or digit that sounds or looks like another
AWAY = 20  # seconds: what a cluster needs to find another primary
# PostgreSQL's codes: connection refused; server shut down, crashed or starting; too many connections; a replica. A
# connection that broke has none.
AWAY_CODES = ("08", "57P", "53300", "25006")


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

    A file that is too large is told at its own field. Django also says so of a session that could not be saved after
    the verb, whatever the reason; when the reason is the database, the act may be done, and the same may be sent again.
    """
    if is_away(exception):
        return ask_again(request)
    if isinstance(exception, RequestDataTooBig):
        limit = format_number(settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20)
        return render(request, "413.html", {"limit": limit}, status=413)
    return HttpResponseBadRequest(render_to_string("400.html"))


def crash(request):
    """handler500: a page that asks neither database nor session, with a code that also stands in the log.

    While no database answers, or none that takes writes, it is 503: the same may be sent again, and is done once.
    """
    if is_away(sys.exc_info()[1]):
        return ask_again(request)
    code = "".join(secrets.choice(READ_ALOUD) for _ in range(6))
    log.error("error code %s-%s at %s", code[:3], code[3:], request.path)
    return HttpResponseServerError(render_to_string("500.html", {"code": f"{code[:3]}-{code[3:]}"}))


def ask_again(request):
    """503: the same may be sent again."""
    log.warning("the database was away at %s", request.path)
    answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = str(AWAY)
    return answer


def is_away(error):
    """Whether, in the end, the database does not answer or takes no writes, rather than a fault of ours."""
    if isinstance(error, NotReplicated | InterfaceError):
        return True
    if not isinstance(error, DatabaseError):
        return error is not None and is_away(error.__cause__ or error.__context__)
    code = getattr(error.__cause__, "sqlstate", None)
    return code.startswith(AWAY_CODES) if code else isinstance(error, OperationalError | InternalError)
