"""The page of one unit: what it is, where it stands, what it was."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.kernel import clock, journal
from kheo.kernel.periods import format_date
from kheo.units import branches, history, permissions
from kheo.units import tree as placed
from kheo.units.branches import Moment
from kheo.units.chronicle import chronicle, predecessors, successors
from kheo.units.enums import READS_FOR_UNIT
from kheo.units.models import Membership, Unit
from kheo.units.views.rows import rows


@require_safe
def detail(request, pk):
    """A unit as it is today, or was on its last day."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    day = min(filter(None, [clock.today(), unit.closed]))
    moment = Moment(day, ended=day < clock.today())
    above, below = _superiors(unit, day), branches.below(unit.pk, moment)
    may_see_people = permissions.can_see_people.allows(request.user, unit)
    return render(
        request,
        "units/detail.html",
        {
            "unit": unit,
            "superior": above[-1] if above else None,
            "crumbs": [{"url": reverse("units:detail", args=[it.pk]), "text": it.name_then} for it in above],
            "lifetime": _lifetime(unit),
            "below": len(below),
            "below_rows": rows(request, below, moment),
            "events": chronicle(unit),
            "predecessors": predecessors(unit),
            "successors": successors(unit),
            "may_read": unit.pk in permissions.units_below_offices(request.user, *READS_FOR_UNIT),
            "may_see_people": may_see_people,
            "people_count": Membership.objects.filter(unit=unit).current().values("person").distinct().count(),
            "entries": history.tell(journal.history(unit).reverse()[:50]) if may_see_people else [],
            "acts": _acts(unit) if permissions.can_keep.allows(request.user, unit) else [],
        },
    )


def _superiors(unit, day):
    """From the root down to the unit's superior, as they were called on the day."""
    chain = placed.chain(unit.pk, on=day)[1:]
    named = {it.pk: it for it in Unit.objects.filter(pk__in=chain).with_name_on(day)}
    return [named[pk] for pk in reversed(chain)]


def _lifetime(unit):
    days = {"first": format_date(unit.founded), "last": format_date(unit.closed)}
    if unit.closed is None:
        return _("Since %(first)s") % days
    if unit.closed < clock.today():
        return _("No longer exists: from %(first)s to %(last)s") % days
    return _("From %(first)s to %(last)s") % days


def _acts(unit):
    """What a keeper can do here; every one of them leads to a page that names the consequence."""
    offered = [
        ("found", _("Add a unit below")),
        ("rename", _("Give it a new name")),
        ("move", _("Move it under another superior")),
        ("regrade", _("Change its kind or level")),
        ("succeed", _("Name a successor")),
        ("close", _("Close it")),
    ]
    return [{"url": reverse(f"units:{verb}", args=[unit.pk]), "text": text} for verb, text in offered]
