"""What members read before and in the session: the dossier of each item, and what was concluded about it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kheo.councils.models import items_read_by
from kheo.councils.views.finding import session_of
from kheo.evaluations import results
from kheo.evaluations.models import Evaluation


@require_safe
def packet(request, pk):
    """Every item with its papers, as far as the reader may see them."""
    it = session_of(request, pk)
    items = list(it.items.select_related("subject__unit", "rule"))
    judged = standings(items, it.council.unit, reader=request.user)
    mine = set(items_read_by(request.user))
    page = {
        "session": it,
        "rows": [{"item": item, "standing": judged.get(item.subject_id), "read": item.pk in mine} for item in items],
        "subjects": [item.subject_id for item in items if item.subject_id],
        "seat": it.seats.filter(person=request.user).first(),
    }
    return render(request, "councils/packet.html", page)


def standings(items, unit, *, reader):
    """What the unit concluded about the items, by the ids of their subjects; only what the reader may see."""
    concluded = Evaluation.objects.visible_to(reader).concluded().filter(unit=unit)
    found = concluded.filter(subject__in=[item.subject_id for item in items if item.subject_id])
    return {standing.subject.pk: standing for standing in results.many(found, reader=reader)}
