"""The desk of those who answer, consider and propose: the queue, the duty of recognition, silence below, proposals."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.ground import Ground
from kheo.desk.rows import Task, Wait
from kheo.exemplars.filters import ME, reviewing_unit_ids
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.movements.enums import MilestoneKind
from kheo.people.models import Person
from kheo.recognitions import policies
from kheo.recognitions.duty import Standing
from kheo.recognitions.enums import Stage
from kheo.recognitions.models import Proposal, Recognition
from kheo.units.models import Unit

BEFORE_THE_DAY = timedelta(days=30)  # from when a unit with nothing before it is told to conclude so
CHASE_FROM = timedelta(days=14)  # before the day, from when a superior is told who below is silent
NAMED = 5  # units named in a row; their list names all


class Reviewing:
    """Everything of the units for which the person reviews."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def tasks(self) -> list[Task]:
        """What the offices have to do."""
        if not self.ground.reviews:
            return []
        standings = self.ground.standings
        return [
            *self._queue(),
            *(self._consider(standing) for standing in standings if _is_asked(standing)),
            *(self._chase(standing) for standing in standings if _is_near(standing, CHASE_FROM) and standing.silent),
            *self._proposals(),
        ]

    def waits(self) -> list[Wait]:
        """What the offices have proposed and the offices above have not concluded on."""
        sent = [group for group in self._sent_up if group["undecided"]]
        units = Unit.objects.in_bulk({group["to_unit"] for group in sent}) if sent else {}
        return [self._wait(group, units[group["to_unit"]]) for group in sent]

    @cached_property
    def _sent_up(self) -> list[dict[str, Any]]:
        """The proposals of the offices, counted by round, office and superior; `undecided` of them still wait."""
        rows = Proposal.objects.filter(from_unit__in=self.ground.reviews, registration__round__in=self.ground.rounds)
        waiting = Q(pk__in=rows.undecided().values("pk"))
        groups = rows.values("from_unit", "to_unit", round=F("registration__round"))
        return list(
            groups.annotate(undecided=Count("pk", waiting), since=Min("at", filter=waiting)).order_by(
                "since", "to_unit"
            )
        )

    def _queue(self) -> list[Task]:
        """One row for all that was sent to the person's offices; it opens the same queryset."""
        count, oldest = queue_of(self.ground.person)
        if not count:
            return []
        what = ngettext("Answer %(count)s registration", "Answer %(count)s registrations", count)
        return [
            Task(
                what=what % {"count": format_number(count)},
                why=_("The oldest was sent on %(day)s") % {"day": format_date(localdate(oldest))},
                url=f"{reverse('exemplars:list')}?{urlencode({'waiting': ME})}",
            )
        ]

    def _consider(self, standing: Standing) -> Task:
        where = {"unit": standing.unit.name, "round": standing.round.name, "count": format_number(standing.waiting)}
        if standing.waiting:
            why = ngettext(
                "%(count)s registration waits for %(unit)s",
                "%(count)s registrations wait for %(unit)s",
                standing.waiting,
            )
        else:
            why = _("Nothing waits for %(unit)s: conclude so, or it counts as silent")
        return Task(
            what=_("Consider recognition in %(round)s") % where,
            why=why % where,
            due=standing.due,
            url=_docket(standing),
        )

    def _chase(self, standing: Standing) -> Task:
        silent = standing.silent
        what = ngettext(
            "Remind %(count)s unit that has not considered recognition in %(round)s",
            "Remind %(count)s units that have not considered recognition in %(round)s",
            len(silent),
        )
        return Task(
            what=what % {"count": format_number(len(silent)), "round": standing.round.name},
            why=named(silent),
            due=standing.due,
            url=f"{reverse('recognitions:list')}#silent-{standing.round.pk}-{standing.unit.pk}",
        )

    def _proposals(self) -> list[Task]:
        """Where a unit has recognised and has neither proposed nor said that it proposes nothing, though there is
        somebody to propose to."""
        recognised = Recognition.objects.filter(unit__in=self.ground.reviews, round__in=self.ground.rounds)
        counts = {row[:2]: row[2] for row in recognised.values_list("unit", "round").annotate(n=Count("pk"))}
        proposed = {(group["from_unit"], group["round"]) for group in self._sent_up}
        return [
            self._propose(standing, counts[standing.unit.pk, standing.round.pk])
            for standing in self.ground.standings
            if (standing.unit.pk, standing.round.pk) in counts.keys() - proposed
            and not standing.forgone
            and policies.has_superior.allows(standing.unit, standing.round)
        ]

    def _propose(self, standing: Standing, recognised: int) -> Task:
        why = ngettext(
            "%(unit)s has recognised %(count)s registration and proposed none",
            "%(unit)s has recognised %(count)s registrations and proposed none",
            recognised,
        )
        return Task(
            what=_("Propose upward in %(round)s") % {"round": standing.round.name},
            why=why % {"unit": standing.unit.name, "count": format_number(recognised)},
            due=standing.due,
            url=reverse("recognitions:propose_upward", args=[standing.round.pk, standing.unit.pk]),
        )

    def _wait(self, group: dict[str, Any], to_unit: Unit) -> Wait:
        round_, count = self.ground.round(group["round"]), group["undecided"]
        what = ngettext("%(count)s proposal in %(round)s", "%(count)s proposals in %(round)s", count)
        return Wait(
            what=what % {"count": format_number(count), "round": round_.name},
            url=f"{reverse('recognitions:docket', args=[round_.pk, group['from_unit']])}#proposed",
            where=to_unit.name,
            since=localdate(group["since"]),
            until=round_.days_for(to_unit.level).get(MilestoneKind.REVIEW),
        )


def queue_of(person: Person) -> tuple[int, datetime | None]:
    """How many registrations wait for the person's offices, and since when the oldest: read once a request."""
    kept = getattr(person, "_queue", None)
    if kept is None:
        sent = Registration.objects.waiting_for(reviewing_unit_ids(person))
        found = sent.aggregate(n=Count("pk"), oldest=Min("submitted_at"))
        kept = person._queue = found["n"], found["oldest"]  # a note on the instance, gone with the request
    return kept


def _is_asked(standing: Standing) -> bool:
    """Whether a unit is asked to consider now: something waits, it has begun, or its day is near and it is silent."""
    if standing.waiting or standing.stage == Stage.UNDER_WAY:
        return True
    return (
        standing.stage == Stage.NOT_CONSIDERED and _is_near(standing, BEFORE_THE_DAY) and not standing.counts_as_heard
    )


def _is_near(standing: Standing, ahead: timedelta) -> bool:
    return standing.due is not None and standing.due - ahead <= clock.today()


def named(units: list[Unit]) -> str:
    """The first few units by the name of then, and how many more there are."""
    names = ", ".join(unit.name_then for unit in units[:NAMED])
    if len(units) <= NAMED:
        return names
    more = ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", len(units) - NAMED)
    return more % {"names": names, "count": format_number(len(units) - NAMED)}


def _docket(standing: Standing) -> str:
    return reverse("recognitions:docket", args=[standing.round.pk, standing.unit.pk])
