"""The first page of everybody who is signed in, and the lists that only it opens."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kheo.desk import permissions
from kheo.desk.ground import Ground
from kheo.desk.keeping import Keeping
from kheo.desk.tasks import Desk
from kheo.kernel import clock
from kheo.kernel.quantities import format_number
from kheo.units.enums import BRINGS_IN_FOR_UNIT
from kheo.units.models import offices

ROWS_A_PAGE = 50


@require_safe
def home(request):
    desk = Desk(request.user)
    return render(
        request,
        "desk/home.html",
        {
            "desk": desk,
            "greeting": _greeting(request.user.get_short_name(), len(desk.tasks), desk.overdue),
            "today": clock.today(),
            "may_bring_in": any(office.role in BRINGS_IN_FOR_UNIT for office in offices(request.user)),
        },
    )


@require_safe
def vacant(request):
    """Units that a keeper keeps and in which nobody registers."""
    permissions.can_see_what_is_missing(request.user)
    units = Keeping(Ground(request.user)).vacant()
    return render(request, "desk/vacant.html", {"page_obj": _page_of(request, units)})


@require_safe
def unused(request):
    """First sign-ins that were handed out and not used."""
    permissions.can_see_what_is_missing(request.user)
    invitations = Keeping(Ground(request.user)).unused()
    return render(request, "desk/unused.html", {"page_obj": _page_of(request, invitations), "now": timezone.now()})


def _page_of(request, rows):
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def _greeting(name, tasks, overdue):
    """“Hello Lan, 4 things to do – 1 overdue”."""
    told = {"name": name, "count": format_number(tasks), "overdue": format_number(overdue)}
    if not tasks:
        return _("Hello %(name)s, nothing to do today") % told
    if not overdue:
        return ngettext("Hello %(name)s, %(count)s thing to do", "Hello %(name)s, %(count)s things to do", tasks) % told
    return (
        ngettext(
            "Hello %(name)s, %(count)s thing to do – %(overdue)s overdue",
            "Hello %(name)s, %(count)s things to do – %(overdue)s overdue",
            tasks,
        )
        % told
    )
