"""What is asked of recognised exemplars: which pulse is due, and which re-check of which round.

A pulse counts from the first recognition; only the latest that is due is asked, so that a unit silent for a year is not
asked twice about today. Nothing is asked of what has stopped, ended or was dropped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Exemplar, Registration, carried_by
from kheo.kernel import clock
from kheo.kernel.periods import months_after
from kheo.movements.models import Round
from kheo.progress.enums import GOES_ON, MONTHS, Decision, Pulse
from kheo.progress.models import PulseAnswer, Recheck, Ruling


@dataclass(frozen=True)
class DuePulse:
    """A pulse that is asked of the unit that holds the exemplar."""

    exemplar: Exemplar
    title: str
    months: int
    since: date  # the day from which it is asked


@dataclass(frozen=True)
class DueRecheck:
    """A recognised exemplar of an earlier round that is to be re-checked in a later one."""

    exemplar: Exemplar
    last: Registration
    round: Round


def recognised(unit_ids: Iterable[int]) -> QuerySet[Exemplar]:
    """The recognised exemplars that the units hold, with `first` (recognised on) and `title` as last registered."""
    last = Registration.objects.counted().filter(exemplar=OuterRef("pk")).newest_first()
    rows = Exemplar.objects.carried_by_units(list(unit_ids)).filter(recognitions__isnull=False)
    return rows.annotate(first=Min("recognitions__on"), title=Subquery(last.values("title")[:1])).order_by(
        "first", "pk"
    )


def living(rows: QuerySet[Exemplar]) -> QuerySet[Exemplar]:
    """Those of which nobody has said that they stopped, ended or were dropped."""
    stopped = PulseAnswer.objects.filter(exemplar=OuterRef("pk"), answer=Pulse.STOPPED)
    over = Ruling.objects.filter(recheck__exemplar=OuterRef("pk"), decision__in=[Decision.END, Decision.DROP])
    return rows.filter(~Exists(stopped), ~Exists(over))


def pulse_months(first: date, on: date) -> int | None:
    """The latest of 6, 12 and 24 months after the first recognition that is reached on a day; None before the first."""
    reached = [months for months in MONTHS if months_after(first, months) <= on]
    return max(reached, default=None)


def pulses(unit_ids: Iterable[int]) -> list[DuePulse]:
    """The pulses that the units have to answer today."""
    found = []
    rows = living(recognised(unit_ids)).filter(first__lte=months_after(clock.today(), -MONTHS[0]))
    for exemplar in rows.prefetch_related("pulses"):
        months = pulse_months(exemplar.first, clock.today())
        if months and not any(answer.months >= months for answer in exemplar.pulses.all()):
            since = months_after(exemplar.first, months)
            found.append(DuePulse(exemplar, exemplar.title, months, since))
    return found


def rechecks(unit_ids: Iterable[int], rounds: Iterable[Round]) -> list[DueRecheck]:
    """What the units hold that was recognised in an earlier round of the movement of each of the rounds, and has not
    been re-checked or registered in it."""
    found = []
    held = Exemplar.objects.filter(pk__in=[exemplar.pk for exemplar in living(recognised(unit_ids))])
    for round_ in rounds if held else ():
        earlier = Registration.objects.filter(
            status__in=COUNTED, recognitions__isnull=False, round__movement=round_.movement_id,
            round__starts__lt=round_.starts,
        )  # fmt: skip
        last = earlier.filter(exemplar=OuterRef("exemplar")).newest_first().values("pk")[:1]
        here = Registration.objects.filter(exemplar=OuterRef("exemplar"), round=round_)
        here = here.exclude(status__in=[Status.DECLINED, Status.WITHDRAWN])
        rows = earlier.filter(Exists(held.filter(pk=OuterRef("exemplar"))), ~Exists(here), pk=Subquery(last))
        rows = rows.filter(~Exists(Recheck.objects.filter(exemplar=OuterRef("exemplar"), round=round_)))
        rows = rows.select_related("exemplar__unit", "exemplar__carried_by", "receiver", "round").distinct()
        rows = rows.order_by("registered_on", "pk")
        found += [DueRecheck(row.exemplar, row, round_) for row in rows]
    return found


def to_rule(unit_ids: Iterable[int]) -> QuerySet[Recheck]:
    """Re-checks on which the given offices have still to rule."""
    rows = Recheck.objects.filter(office__in=list(unit_ids), ruling=None, round__closing=None)
    return rows.select_related("exemplar", "unit", "round").order_by("at", "pk")


def to_maintain(unit_ids: Iterable[int], rounds: Iterable[Round]) -> QuerySet[Recheck]:
    """Re-checks after which a unit was told to go on, and has not registered it in that round."""
    here = Registration.objects.filter(exemplar=OuterRef("exemplar"), round=OuterRef("round"))
    here = here.exclude(status__in=[Status.DECLINED, Status.WITHDRAWN])
    ours = carried_by(unit_ids, "exemplar")
    rows = Recheck.objects.filter(ours, ~Exists(here), round__in=list(rounds), ruling__decision__in=GOES_ON)
    return rows.select_related("exemplar__unit", "exemplar__carried_by", "round", "ruling").order_by("at", "pk")


def to_report(unit_ids: Iterable[int], round_: Round, kind: str) -> QuerySet[Registration]:
    """Accepted registrations of the units without a report of progress of a kind."""
    rows = Registration.objects.carried_by_units(list(unit_ids)).filter(round=round_, status=Status.ACCEPTED)
    return rows.filter(~Q(progress_reports__kind=kind)).select_related("receiver").order_by("registered_on", "pk")


def last_registration(exemplar: Exemplar, round_: Round | None = None) -> Registration | None:
    """The exemplar's latest registration that counts, of rounds before `round_` where it is given."""
    rows = exemplar.registrations.filter(status__in=COUNTED).select_related("receiver", "unit", "round")
    if round_ is not None:
        rows = rows.filter(round__starts__lt=round_.starts, round__movement=F("round__movement"))
    return rows.newest_first().first()
