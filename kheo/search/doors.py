"""The pages one can go to by their name: “register a model”, “figures”, “số liệu”, in each of the languages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.documents.permissions import can_furnish_any
from kheo.exemplars.permissions import can_begin
from kheo.kernel import wanted
from kheo.kernel.text import fold
from kheo.people.models import Person
from kheo.units.enums import BRINGS_IN_FOR_UNIT, READS_FOR_UNIT, REVIEWS_FOR_UNIT, Role
from kheo.units.models import offices

Asks = Callable[[Person], bool]


def _has(*roles: str) -> Asks:
    return lambda person: any(office.role in roles for office in offices(person))


def _serves(person: Person) -> bool:
    return bool(offices(person))


def _anybody(_person: Person) -> bool:
    return True


@dataclass(frozen=True)
class Door:
    """A page by its name and the other words people have for it; `may`: whether it is of use to a person."""

    address: str
    label: Promise | str
    also: Promise | str
    may: Asks
    query: str = ""

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.address) + self.query


DOORS = (
    Door("desk:home", _("My work"), _("tasks, to do, deadlines, first page"), _anybody),
    Door("exemplars:start", _("Register a model or example"), _("new registration, draft, add"), can_begin.allows),
    Door("exemplars:list", _("Models and examples"), _("registrations, list of the year"), _has(*READS_FOR_UNIT)),
    Door(
        "exemplars:list",
        _("Review what was sent to my office"),
        _("accept, return, decline, queue"),
        _has(*REVIEWS_FOR_UNIT),
        "?waiting=me",
    ),
    Door("evaluations:list", _("Scoring"), _("points, self-assessment, verify, score card"), _has(*READS_FOR_UNIT)),
    Door(
        "recognitions:list",
        _("Recognition"),
        _("consider, recognise, propose upward, docket"),
        _has(*READS_FOR_UNIT),
    ),
    Door("awards:list", _("Awards"), _("commendations, merit certificates, rewards"), _has(*READS_FOR_UNIT)),
    Door("councils:list", _("Councils"), _("sessions, votes, minutes"), _serves),
    Door("documents:list", _("Papers"), _("decisions, documents on file, signed copies"), _has(*READS_FOR_UNIT)),
    Door(
        "documents:stationery", _("Letterheads of your units"), _("letterhead, layout, stamp"), can_furnish_any.allows
    ),
    Door("insights:home", _("Figures"), _("statistics, numbers, report, totals"), _has(*READS_FOR_UNIT)),
    Door(
        "insights:silent",
        _("Units that did nothing"),
        _("late units, remind, units that have not registered"),
        _has(*READS_FOR_UNIT),
    ),
    Door(
        "rollups:list",
        _("Figures of several installations"),
        _("roll-up, send figures upward, signed file"),
        _serves,
    ),
    Door("movements:list", _("Movements"), _("rounds, deadlines, launch a movement"), _serves),
    Door("criteria:list", _("Criteria"), _("framework of criteria, scale of points"), _serves),
    Door("units:tree", _("Units"), _("tree of units, communes, provinces"), _serves),
    Door("reorganisations:list", _("Re-organisations"), _("merge, split, dissolve, rename units"), _has(Role.KEEPER)),
    Door("reorganisations:left", _("Left by units that ended"), _("hand on registrations"), _has(Role.KEEPER)),
    Door("imports:list", _("Imports"), _("Excel, bring in lists, upload"), _has(*BRINGS_IN_FOR_UNIT)),
    Door("desk:vacant", _("Units in which nobody registers"), _("units without people"), _has(Role.KEEPER)),
    Door("desk:unused", _("First sign-ins not used yet"), _("invitations, slips"), _has(Role.KEEPER)),
    Door("people:account", _("Account"), _("my account, password, language, phone number"), _anybody),
    Door("people:sessions", _("Where I am signed in"), _("devices, sign out, sessions"), _anybody),
    Door("kernel:help", _("Help"), _("manual, how to, guide"), _anybody),
)


def found(words: str, person: Person) -> list[Door]:
    """The doors that are open to the person and whose names, in any language, hold all the words; in their order."""
    terms = wanted.terms(words)
    return [door for n, door in enumerate(DOORS) if terms and _says(_names()[n], terms) and door.may(person)]


def _says(names: str, terms: list[wanted.Term]) -> bool:
    """Whether each term is there from the beginning of a word on."""
    return all(any(f" {' '.join(form)}" in names for form in term.forms) for term in terms)


@cache
def _names() -> list[str]:
    """What each door is found by: its words in every language, folded."""
    names = [""] * len(DOORS)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for n, door in enumerate(DOORS):
                names[n] += f" {fold(f'{door.label} {door.also}')}"
    return names
