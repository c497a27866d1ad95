"""Pages that belong to no chapter: help, the component gallery, and the page of the worst case."""

import logging
import secrets

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

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


def crash(request):
    """handler500: a page that asks neither database nor session, with a code that also stands in the log."""
    code = "".join(secrets.choice(READ_ALOUD) for _ in range(6))
    log.error("error code %s-%s at %s", code[:3], code[3:], request.path)
    return HttpResponseServerError(render_to_string("500.html", {"code": f"{code[:3]}-{code[3:]}"}))
