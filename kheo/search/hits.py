"""What one box finds: registrations, units, papers, people, pages. Each group asks `visible_to` itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models.functions import Length
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kheo.documents.models import Paper
from kheo.exemplars import paging, searching
from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration
from kheo.kernel import clock, wanted
from kheo.kernel.periods import format_date
from kheo.people.models import Person
from kheo.search import doors
from kheo.units.branches import superiors
from kheo.units.enums import READS_FOR_UNIT
from kheo.units.models import Membership, Unit, offices

SHORTEST = 2  # letters typed before anything is looked for
PEOPLE = "people"


@dataclass(frozen=True)
class Hit:
    """One thing found: where it leads, what it is called, and what tells it from its namesakes. `lang` of its name."""

    url: str
    title: str
    about: str = ""
    lang: str = "vi"
    status: str = ""
    status_label: str = ""


@dataclass(frozen=True)
class Group:
    """Hits of one kind, the first few; `count` of all of them where it was asked, `capped` when there are even more."""

    key: str
    label: str
    hits: list[Hit] = field(default_factory=list)
    all_url: str = ""
    count: int = 0
    capped: bool = False


def groups(words: str, person: Person, most: int, *, counted: bool = False) -> list[Group]:
    """What the person may see of what holds the words, at most `most` of each kind; groups without a hit are left out.

    `counted`: also say how many there are, up to a thousand; more costs more than anybody learns from it.
    """
    if sum(map(len, words.split())) < SHORTEST or not wanted.terms(words):
        return []
    return [group for group in _each(words, person, most, counted) if group.hits]


def people(words: str, person: Person):
    """The services in force of the people whom the person may see and whose names hold the words, by name."""
    found = Membership.objects.visible_to(person).current()
    for term in wanted.terms(words):
        found = found.filter(person__search_text__contains=" ".join(term.forms[0]))
    return found.select_related("person", "unit").order_by("person__sort_key", "person_id", "unit__sort_key", "pk")


def of_people(services) -> list[Hit]:
    """Services as hits: one each, for the page of people belongs to a unit."""
    return [
        Hit(
            reverse("units:people", args=[service.unit_id]),
            service.person.full_name,
            f"{service.get_role_display()}, {service.unit.name}",
        )
        for service in services
    ]


def _each(words: str, person: Person, most: int, counted: bool) -> Iterator[Group]:
    yield Group(
        "doors", _("Pages"), [Hit(door.url, str(door.label), lang="") for door in doors.found(words, person)[:most]]
    )
    if any(office.role in READS_FOR_UNIT for office in offices(person)):
        yield _registrations(words, person, most, counted)
    yield _units(words, person, most, counted)
    yield _papers(words, person, most, counted)
    yield _people(words, person, most, counted)


def _registrations(words, person, most, counted):
    hits = [
        Hit(
            reverse("exemplars:detail", args=[row["pk"]]),
            row["title"] or _("Draft without a name"),
            _beside(row["code"], row["unit_name"], row["round__name"], format_date(row["registered_on"])),
            status=row["status"],
            status_label=str(Status(row["status"]).label),
        )
        for row in searching.newest(words, person, most)
    ]
    count = len(hits), False
    if counted and len(hits) == most:
        count = paging.capped_count(Registration.objects.visible_to(person).matching(words))
    return Group("exemplars", _("Models and examples"), hits, _all("exemplars:list", words), *count)


def _units(words, person, most, counted):
    today = clock.today()
    found = Unit.objects.visible_to(person).alive_on(today).matching(words)
    # Of those that hold the words the shortest name says the least beside them.
    first = list(found.with_superior_on(today).order_by(Length("name"), "sort_key", "pk")[:most])
    above = superiors(first, today)
    hits = [
        Hit(
            reverse("units:detail", args=[unit.pk]),
            unit.name,
            _beside(unit.code, above[unit.superior_id].name_then if unit.superior_id else ""),
        )
        for unit in first
    ]
    return Group("units", _("Units"), hits, _all("units:tree", words), *_count(found, hits, most, counted))


def _papers(words, person, most, counted):
    found = Paper.objects.visible_to(person).matching(words)
    hits = [
        Hit(
            reverse("documents:detail", args=[paper.pk]),
            f"{capfirst(paper.get_kind_display())} {paper.number}",
            _beside(paper.title, paper.issuer_name, format_date(paper.date)),
        )
        for paper in found.newest_first()[:most]
    ]
    return Group("papers", _("Papers"), hits, _all("documents:list", words), *_count(found, hits, most, counted))


def _people(words, person, most, counted):
    found = people(words, person)
    hits = of_people(found[:most])
    return Group(
        PEOPLE, _("People"), hits, _all("search:results", words, only=PEOPLE), *_count(found, hits, most, counted)
    )


def _beside(*facts):
    """What stands beside a name to tell it from its namesakes."""
    return " · ".join(filter(None, facts))


def _count(found, hits, most, counted):
    return paging.capped_count(found) if counted and len(hits) == most else (len(hits), False)


def _all(address, words, **more):
    return f"{reverse(address)}?{urlencode({'q': words, **more})}"
