"""What an address names, as far as its reader may see it; everything else is not there."""

from django.shortcuts import get_object_or_404

from kheo.councils.models import Council, CouncilSession, Election, Item, Quota, Recusal, Seat

OF_A_SESSION = ["council__unit", "council__decision", "round", "led_by__person", "written_by__person"]


def council_of(request, pk):
    rows = Council.objects.visible_to(request.user).select_related("unit", "decision")
    return get_object_or_404(rows, pk=pk)


def seat_of(request, pk):
    rows = Seat.objects.filter(council__in=Council.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("council__unit", "person"), pk=pk)


def sessions(request):
    rows = CouncilSession.objects.visible_to(request.user)
    return rows.select_related(*OF_A_SESSION, "minutes", "ceremony")


def session_of(request, pk):
    return get_object_or_404(sessions(request), pk=pk)


def item_of(request, pk):
    rows = Item.objects.filter(session__in=CouncilSession.objects.visible_to(request.user))
    rows = rows.select_related("rule", "quota", "subject__unit", *(f"session__{name}" for name in OF_A_SESSION))
    return get_object_or_404(rows, pk=pk)


def recusal_of(request, pk):
    rows = Recusal.objects.filter(item__session__in=CouncilSession.objects.visible_to(request.user))
    rows = rows.select_related("seat__person", "item", *(f"item__session__{name}" for name in OF_A_SESSION))
    return get_object_or_404(rows, pk=pk)


def quota_of(request, pk):
    rows = Quota.objects.filter(session__in=CouncilSession.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related(*(f"session__{name}" for name in OF_A_SESSION)), pk=pk)


def election_of(request, pk):
    rows = Election.objects.filter(session__in=CouncilSession.objects.visible_to(request.user))
    rows = rows.select_related("tally__archive", *(f"session__{name}" for name in OF_A_SESSION), "session__ceremony")
    return get_object_or_404(rows, pk=pk)
