"""What every page shows of the person who reads it: where to go, in whose name, and which day it is."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.councils.models import sees_a_council
from kheo.councils.permissions import PREPARES
from kheo.desk.reviewing import queue_of
from kheo.kernel import clock
from kheo.units.enums import BRINGS_IN_FOR_UNIT, READS_FOR_UNIT, REVIEWS_FOR_UNIT
from kheo.units.models import offices

REVIEW = "?waiting=me"  # the list of registrations, narrowed to what the person's offices have to answer


def page(request):
    """The context processor: `page`, whose parts are worked out only when a template asks for them."""
    user = getattr(request, "user", None)
    return {"page": SignedIn(request) if user and user.is_authenticated else Anybody()}


class Anybody:
    """What a stranger's page shows: that this is a demonstration, if it is one."""

    navigation = ()
    may_search = False

    @property
    def demonstration_date(self):
        """The fixed date of a demonstration, None in an ordinary installation."""
        return clock.demonstration_date()


@dataclass(frozen=True)
class Place:
    """One place of the navigation."""

    url: str
    label: str
    icon: str
    count: int | None = None
    current: bool = False


class SignedIn(Anybody):
    def __init__(self, request):
        self._request = request

    @cached_property
    def memberships(self):
        """The person's offices in force today."""
        return offices(self._request.user)

    @cached_property
    def roles(self):
        """What the person is today, in whichever unit."""
        return {office.role for office in self.memberships}

    @property
    def may_search(self):
        """Whether there are registrations to search for: a keeper reads none."""
        return bool(self.roles & READS_FOR_UNIT)

    @cached_property
    def acting_as(self):
        """In whose name the person acts: each unit with what the person is there."""
        by_unit = sorted(self.memberships, key=lambda office: (office.unit.sort_key, office.unit_id))
        return "; ".join(
            f"{unit.name} ({', '.join(office.get_role_display() for office in held)})"
            for unit, held in groupby(by_unit, key=lambda office: office.unit)
        )

    @cached_property
    def navigation(self):
        """The places that are of use to the person's roles, the most used first: a phone shows four of them."""
        roles = self.roles
        places = [self._place("desk:home", _("My work"), "work")]
        if roles & READS_FOR_UNIT:
            places.append(self._place("exemplars:list", _("Models and examples"), "exemplar"))
            if roles & REVIEWS_FOR_UNIT:
                count, _oldest = queue_of(self._request.user)
                places.append(self._place("exemplars:list", _("Review"), "circle-check", query=REVIEW, count=count))
            places.append(self._place("evaluations:list", _("Scoring"), "edit"))
            places.append(self._place("recognitions:list", _("Recognition"), "award"))
            places.append(self._place("replication:list", _("Models to copy"), "copy"))
            places += self._councils
            if roles & REVIEWS_FOR_UNIT:
                places.append(self._place("documents:list", _("Papers"), "document"))
            places.append(self._place("insights:home", _("Figures"), "figures"))
        else:
            places += self._councils
        if roles:
            places.append(self._place("movements:list", _("Movements"), "movement"))
            places.append(self._place("criteria:list", _("Criteria"), "criteria"))
            places.append(self._place("units:tree", _("Units"), "unit"))
        if roles & BRINGS_IN_FOR_UNIT:
            places.append(self._place("imports:list", _("Imports"), "import"))
        return places

    @cached_property
    def _councils(self):
        """Councils, for those who see one or may enter one."""
        founds = any(office.role in PREPARES for office in self.memberships)
        if founds or sees_a_council(self._request.user):
            return [self._place("councils:list", _("Councils"), "council")]
        return []

    def _place(self, name, label, icon, *, query="", count=None):
        url = reverse(name)
        return Place(url + query, label, icon, count, self._is_at(url, query))

    def _is_at(self, url, query):
        """Whether the page at hand lies there; the reviewer's queue is a part of the list."""
        if url == reverse("desk:home"):
            return self._request.path == url
        in_queue = self._request.GET.get("waiting") == "me"
        return self._request.path.startswith(url) and in_queue == bool(query)
