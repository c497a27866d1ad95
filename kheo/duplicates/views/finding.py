"""Finding what a page is about: whoever may not see it is told that there is no such page."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from kheo.duplicates import reading
from kheo.duplicates.models import Cooperation, Merging
from kheo.exemplars.models import Registration

_WITH = ("unit", "receiver", "round__closing", "judged_as")


def visible(request, pk):
    """A registration that the person may see."""
    return get_object_or_404(Registration.objects.visible_to(request.user).select_related(*_WITH), pk=pk)


def work_of_the_area(request, pk):
    """One that the person may see, or that the area of a unit for which the person writes has been told of by name."""
    work = get_object_or_404(Registration.objects.select_related(*_WITH), pk=pk)
    if not reading.is_told(work, request.user) and not work.is_visible_to(request.user):
        raise Http404
    return work


def visible_cooperation(request, pk):
    """A co-operation of one's own unit, or in what one may see."""
    rows = Cooperation.objects.visible_to(request.user).select_related(
        "unit", "asked_by", *(f"registration__{name}" for name in _WITH)
    )
    return get_object_or_404(rows, pk=pk)


def visible_merging(request, pk):
    """A merging of which one may see either side."""
    related = [f"{side}__{name}" for side in ("kept", "merged") for name in _WITH]
    return get_object_or_404(Merging.objects.visible_to(request.user).select_related(*related), pk=pk)
