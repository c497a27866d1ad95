"""What stands on the wall: the matter, how many have voted, the threshold, the clock; names of voters never."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kheo.councils import screen
from kheo.councils.models import Item
from kheo.councils.views.finding import session_of
from kheo.councils.views.live import answer, tag_of
from kheo.kernel import clock


@require_safe
def projector(request, pk):
    """The page for the projector: full screen, no navigation."""
    return render(request, "councils/projector.html", _context(request, session_of(request, pk)))


@require_safe
def projector_now(request, pk):
    """The part of it that changes."""
    return answer(request, "councils/projector.html#now", _context(request, session_of(request, pk)))


def _context(request, it):
    seen = screen.of(it)
    address = request.build_absolute_uri(reverse("phone:ballot", args=[it.pk]))
    return {
        "session": it,
        "seen": seen,
        "facts": _facts(it, seen),
        "seconds": max((int((clock.now() - voting.since).total_seconds()) for voting in seen.votings), default=0),
        "link": address,
        "address": address.partition("://")[2],
        "tag": tag_of(seen),
    }


def _facts(it, seen):
    """A few words about a matter that stands alone on the screen."""
    if len(seen.lines) != 1:
        return []
    item = Item.objects.filter(pk=seen.lines[0].item).select_related("subject__unit")
    return screen.facts(item, it.council.unit).get(seen.lines[0].item, [])
