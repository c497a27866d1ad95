"""How far an exemplar has come, as a list for Excel: a row for each unit of the level, with what is at work there."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.models import Registration
from kheo.replication.coverage import Coverage, Place

HEADER = (
    gettext_lazy("Below"),
    gettext_lazy("Unit"),
    gettext_lazy("State"),
    gettext_lazy("By what"),
    gettext_lazy("Of which unit"),
)


def lines(told: Coverage) -> Iterator[list[Any]]:
    """The rows under `HEADER`, in the order of the page."""
    for branch in told.branches:
        for place in branch.places:
            here = place.reached_by or place.stopped_by
            yield [branch.name, place.name, _state(place), _titles(here), "; ".join(each.unit.name for each in here)]


def _state(place: Place) -> str:
    if place.reached_by:
        return _("at work")
    return _("stopped since") if place.has_stopped else _("not yet")


def _titles(registrations: Iterable[Registration]) -> str:
    """Ten copies of one name are told once."""
    return "; ".join(dict.fromkeys(each.title for each in registrations))
