"""The desk of those who register: what came back, drafts, results to report, silence; and what others hold."""

from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.ground import Ground
from kheo.desk.rows import Task, Wait, one_by_one, shortened
from kheo.exemplars.enums import Status
from kheo.exemplars.filters import OUR_UNIT, THEIR_OFFICE
from kheo.exemplars.models import Registration, Return
from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.movements.enums import MilestoneKind
from kheo.movements.models import Round
from kheo.movements.policies import takes_registrations
from kheo.recognitions.models import Proposal
from kheo.units import tree
from kheo.units.models import Unit


class Registering:
    """Everything of the units for which the person registers, in rounds that go on."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._all = Registration.objects.filter(round__in=ground.rounds).order_by("registered_on", "pk")

    def tasks(self) -> list[Task]:
        """What the units have to do."""
        if not self.ground.writes:
            return []
        running = [row for row in self._ours if self.ground.round(row.round_id).is_running]
        return [
            *self._returned(),
            *one_by_one(_with(Status.DRAFT, running), self._draft, self._drafts),
            *one_by_one(_with(Status.ACCEPTED, self._ours), self._result, self._results),
            *(self._nothing_yet(unit, round_) for unit, round_ in self._silent()),
        ]

    def waits(self) -> list[Wait]:
        """What others hold: not answered yet, not considered yet, proposed further up."""
        if not self.ground.writes:
            return []
        return [
            *one_by_one(_with(Status.SUBMITTED, self._theirs), self._sent, self._sent_many),
            *one_by_one(_with(Status.REPORTED, self._theirs), self._reported, self._reported_many),
            *(self._rising(proposal) for proposal in self._proposed()),
        ]

    @cached_property
    def _ours(self) -> list[Registration]:
        returns = Prefetch("returns", Return.objects.order_by("-at", "-pk"), to_attr="newest_returns")
        rows = self._all.held_by_unit(self.ground.writes_on)
        return list(rows.select_related("unit", "receiver").defer("summary", "search_text").prefetch_related(returns))

    @cached_property
    def _theirs(self) -> list[Registration]:
        rows = self._all.held_by_receiver(self.ground.writes_on)
        return list(rows.select_related("receiver", "result_report").defer("summary", "search_text"))

    def _proposed(self) -> list[Proposal]:
        """What the offices above have proposed further; one's own office finds it among its own proposals."""
        rows = Proposal.objects.undecided().filter(registration__unit__in=self.ground.writes)
        rows = rows.filter(registration__round__in=self.ground.rounds).exclude(from_unit__in=self.ground.reviews)
        return list(rows.select_related("registration", "to_unit").order_by("at", "pk"))

    # --- to do ---

    def _returned(self) -> list[Task]:
        """The reason is the title: it is what has to be done, in the words of the person who asks for it."""
        return [
            Task(
                what=shortened(last.reason),
                lang="vi",
                who=row.receiver.name,
                why=_("returned “%(title)s” on %(day)s") % {"title": row.title, "day": format_date(localdate(last.at))},
                due=last.due,
                url=reverse("exemplars:tasks", args=[row.pk]),
            )
            for row in _with(Status.RETURNED, self._ours)
            for last in row.newest_returns[:1]
        ]

    def _draft(self, row: Registration) -> Task:
        title = row.title or _("a registration without a name")
        return Task(
            what=_("Finish and send “%(title)s”") % {"title": title},
            why=self._about_closing(row),
            due=self._day(row.round_id, MilestoneKind.CLOSE, row.unit),
            url=reverse("exemplars:tasks", args=[row.pk]),
        )

    def _drafts(self, rows: list[Registration]) -> Task:
        return Task(
            what=_in_round(
                ngettext(
                    "Finish and send %(count)s draft in %(round)s",
                    "Finish and send %(count)s drafts in %(round)s",
                    len(rows),
                ),
                rows,
                self.ground,
            ),
            why=self._about_closing(rows[0]),
            due=self._day(rows[0].round_id, MilestoneKind.CLOSE, rows[0].unit),
            url=_list(OUR_UNIT, rows),
        )

    def _about_closing(self, row: Registration) -> str:
        """Why it cannot be sent any more, when that is so; the row stays until the round ends."""
        refusal = takes_registrations.why_not(self.ground.round(row.round_id), row.unit.level)
        return refusal or _("Begun on %(day)s") % {"day": format_date(row.registered_on)}

    def _result(self, row: Registration) -> Task:
        return Task(
            what=_("Report the result of “%(title)s”") % {"title": row.title},
            who=row.receiver.name,
            why=_("accepted into the list of %(round)s") % {"round": self.ground.round(row.round_id).name},
            due=self._day(row.round_id, MilestoneKind.REPORT, row.unit),
            url=reverse("exemplars:report_result", args=[row.pk]),
        )

    def _results(self, rows: list[Registration]) -> Task:
        return Task(
            what=_in_round(
                ngettext(
                    "Report the result of %(count)s registration in %(round)s",
                    "Report the results of %(count)s registrations in %(round)s",
                    len(rows),
                ),
                rows,
                self.ground,
            ),
            due=self._day(rows[0].round_id, MilestoneKind.REPORT, rows[0].unit),
            url=_list(OUR_UNIT, rows),
        )

    def _silent(self) -> list[tuple[Unit, Round]]:
        """Where registration is open, and neither the unit nor anybody below it has registered anything."""
        begun = {(row.unit_id, row.round_id) for row in (*self._ours, *self._theirs)}
        return [
            (unit, round_)
            for round_ in self.ground.rounds
            for unit in self.ground.writes
            if (unit.pk, round_.pk) not in begun
            and unit.pk != round_.movement.owner_id
            and takes_registrations.allows(round_, unit.level)
            and self.ground.is_below_the_owner(unit, round_)
            and not self._has_sent_something(unit, round_)
        ]

    def _has_sent_something(self, unit: Unit, round_: Round) -> bool:
        below = tree.ids_under([unit.pk], on=clock.today())
        return Registration.objects.counted().filter(round=round_, unit__in=below).exists()

    def _nothing_yet(self, unit: Unit, round_: Round) -> Task:
        return Task(
            what=_("Register a model of %(unit)s") % {"unit": unit.name},
            why=_("Nothing has been registered in %(round)s yet") % {"round": round_.name},
            due=self._day(round_.pk, MilestoneKind.CLOSE, unit),
            url=f"{reverse('exemplars:start')}?{urlencode({'unit': unit.pk, 'round': round_.pk})}",
        )

    # --- waiting for others ---

    def _sent(self, row: Registration) -> Wait:
        return Wait(row.title, _page(row), row.receiver.name, since=localdate(row.submitted_at), lang="vi")

    def _sent_many(self, rows: list[Registration]) -> Wait:
        what = ngettext(
            "%(count)s registration sent in %(round)s, not answered yet",
            "%(count)s registrations sent in %(round)s, not answered yet",
            len(rows),
        )
        since = min(localdate(row.submitted_at) for row in rows)
        return Wait(_in_round(what, rows, self.ground), _list(THEIR_OFFICE, rows), _offices(rows), since=since)

    def _reported(self, row: Registration) -> Wait:
        until = self._day(row.round_id, MilestoneKind.REVIEW, row.receiver)
        since = localdate(row.result_report.at) if hasattr(row, "result_report") else None
        return Wait(row.title, _page(row), row.receiver.name, since=since, until=until, lang="vi")

    def _reported_many(self, rows: list[Registration]) -> Wait:
        what = ngettext(
            "%(count)s registration of %(round)s to be considered for recognition",
            "%(count)s registrations of %(round)s to be considered for recognition",
            len(rows),
        )
        until = self._day(rows[0].round_id, MilestoneKind.REVIEW, rows[0].receiver)
        return Wait(_in_round(what, rows, self.ground), _list(THEIR_OFFICE, rows), _offices(rows), until=until)

    def _rising(self, proposal: Proposal) -> Wait:
        row = proposal.registration
        until = self._day(row.round_id, MilestoneKind.REVIEW, proposal.to_unit)
        return Wait(row.title, _page(row), proposal.to_unit.name, since=localdate(proposal.at), until=until, lang="vi")

    def _day(self, round_id: int, kind: MilestoneKind, unit: Unit) -> date | None:
        return self.ground.round(round_id).days_for(unit.level).get(kind)


def _with(status: Status, rows: list[Registration]) -> list[Registration]:
    return [row for row in rows if row.status == status]


def _page(row: Registration) -> str:
    return reverse("exemplars:detail", args=[row.pk])


def _list(waiting: str, rows: list[Registration]) -> str:
    """The list that shows exactly these rows."""
    query = {"waiting": waiting, "status": rows[0].status, "round": rows[0].round_id}
    return f"{reverse('exemplars:list')}?{urlencode(query)}"


def _in_round(sentence: str, rows: list[Registration], ground: Ground) -> str:
    return sentence % {"count": format_number(len(rows)), "round": ground.round(rows[0].round_id).name}


def _offices(rows: list[Registration]) -> str:
    return ", ".join(dict.fromkeys(row.receiver.name for row in rows))
