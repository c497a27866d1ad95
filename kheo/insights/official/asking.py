"""Which report an address asks for. As with the figures: what cannot be read is refused with one sentence."""

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from kheo.insights import asking
from kheo.insights.enums import PeriodKind
from kheo.insights.official.reported import VIETNAMESE, Reported
from kheo.movements.models import Round
from kheo.people.models import Person


@dataclass(frozen=True)
class Asked:
    """The figures that the page begins with, the report, and the rounds from which a stage may begin."""

    figures: asking.Asked
    reported: Reported
    since: list[Round]


def report_asked(query: QueryDict, person: Person) -> Asked | None:
    """The report of the unit and the round asked for; a stage goes from the round `since`, or from the movement's first
    one, up to it. None when there is nothing the person could read figures of."""
    figures = asking.asked(query, person)
    if not figures:
        return None
    last = figures.scope.round
    kind = asking.word(query, "kind", PeriodKind.values) or PeriodKind.YEAR
    languages = [code for code, _name in settings.LANGUAGES]
    language = asking.word(query, "language", languages) or VIETNAMESE
    earlier = [one for one in figures.rounds if one.movement_id == last.movement_id and one.starts <= last.starts]
    since = sorted(earlier, key=lambda one: (one.starts, one.pk))
    rounds = _from(since, asking.number(query, "since")) if kind == PeriodKind.STAGE else [last]
    reported = Reported.of(
        figures.scope.unit, rounds, kind, language=language, level=figures.scope.level, reader=person
    )
    return Asked(figures, reported, since)


def _from(rounds: list[Round], pk: int | None) -> list[Round]:
    """The rounds from one on; all of them where it is not among them."""
    place = next((number for number, one in enumerate(rounds) if one.pk == pk), 0)
    return rounds[place:]
