"""The list of registrations: searched, filtered, page by page, and as a file for Excel."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.exemplars import paging, rows
from kheo.exemplars.filters import ME, PANEL, RegistrationFilter, sentences
from kheo.exemplars.models import Registration
from kheo.exemplars.permissions import can_begin
from kheo.kernel import clock, downloads
from kheo.kernel.errors import BadInput
from kheo.units.lagging import file_may_lag


@file_may_lag
@require_safe
def list_(request):
    """Everything the person may see, narrowed by the address; `?format=xlsx` or `csv` gives exactly that as a file."""
    filterset = RegistrationFilter(request, Registration.objects.visible_to(request.user))
    if PANEL in request.GET and request.headers.get("HX-Request"):
        return render(request, "exemplars/list.html#panel", {"filterset": filterset})
    wrong = sentences(filterset)
    found = Registration.objects.none() if wrong else filterset.qs
    if not wrong and request.GET.get("format") in downloads.TABLES:
        name = f"dang-ky-{clock.today():%Y-%m-%d}"
        return downloads.table(name, request.GET["format"], _("Registrations"), rows.HEADER, rows.for_file(found))
    page, wrong = _page(request, found, wrong)
    count, capped = paging.capped_count(found)
    context = {
        "filterset": filterset,
        "choosing": PANEL in request.GET,
        "wrong": wrong,
        "rows": rows.for_page(page.rows),
        "newer_url": _address(request, before=page.newer) if page.newer else "",
        "older_url": _address(request, after=page.older) if page.older else "",
        "count": count,
        "capped": capped,
        "chips": [
            {"label": label, "value": value, "url": _address(request, **{name: ""})}
            for name, label, value in filterset.in_use
        ],
        "keep": [(name, value) for name, value in request.GET.items() if name in filterset.filters and name != "q"],
        "panel_url": _address(request, **{PANEL: "open"}),
        "xlsx_url": _address(request, format="xlsx"),
        "csv_url": _address(request, format="csv"),
        "is_queue": request.GET.get("waiting") == ME,
        "may_begin": can_begin.allows(request.user),
    }
    return render(request, "exemplars/list.html", context)


def _page(request, found, wrong):
    """The page that the address asks for, and one more sentence when there is no such page."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return paging.page(rows.facts(found), paging.size_for(request), after=after, before=before), wrong
    except BadInput as why:
        return paging.Page([]), [*wrong, str(why)]


def _address(request, **changes):
    """The address of the list with some of its parameters changed; another filter begins on the first page."""
    query = request.GET.copy()
    for name in ("after", "before", "format", PANEL):
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"{reverse('exemplars:list')}?{query.urlencode()}" if query else reverse("exemplars:list")
