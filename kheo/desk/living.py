"""The desk of what becomes of models: progress to report, the pulse answered by one press, re-checks and rulings."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.ground import Ground
from kheo.desk.rows import ONE_BY_ONE, Task
from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.movements.enums import MilestoneKind
from kheo.movements.models import Round
from kheo.progress import due
from kheo.progress.enums import DAYS, ReportKind

AHEAD = timedelta(days=30)  # before its day, from when progress is asked for
GRACE = timedelta(days=30)  # after a pulse is asked, until it counts as overdue


def tasks(ground: Ground) -> list[Task]:
    """For those who register and those who review; nothing where nothing was recognised."""
    found: list[Task] = []
    if ground.writes:
        found += [*_reports(ground), *_of_holders(ground)]
    if ground.reviews:
        found += _rulings(ground)
    return found


def _of_holders(ground: Ground) -> list[Task]:
    unit_ids = ground.writes_on
    if not due.recognised(unit_ids).exists():
        return []
    running = [round_ for round_ in ground.rounds if round_.is_running]
    return [*_pulses(unit_ids), *_rechecks(unit_ids, running), *_going_on(unit_ids, running)]


def _pulses(unit_ids: list[int]) -> list[Task]:
    pulses = due.pulses(unit_ids)
    if len(pulses) > ONE_BY_ONE:
        what = ngettext("Say whether %(count)s model is alive", "Say whether %(count)s models are alive", len(pulses))
        oldest = min(pulse.since for pulse in pulses)
        return [Task(what=_counted(what, len(pulses)), url=reverse("progress:asked"), due=oldest + GRACE)]
    return [
        Task(
            what=_("Is “%(title)s” still alive?") % {"title": pulse.title},
            why=_("recognised on %(day)s; if it has changed or stopped, open this")
            % {"day": format_date(pulse.exemplar.first)},
            due=pulse.since + GRACE,
            url=f"{reverse('progress:asked')}#pulse-{pulse.exemplar.pk}",
            press=reverse("progress:take_pulse", args=[pulse.exemplar.pk, pulse.months, "alive"]) + "?next=desk",
            pressed=_("It is alive"),
        )
        for pulse in pulses
    ]


def _rechecks(unit_ids: list[int], rounds: list[Round]) -> Iterator[Task]:
    for round_ in rounds:
        waiting = due.rechecks(unit_ids, [round_])
        if waiting:
            what = ngettext(
                "Re-check %(count)s model of an earlier year",
                "Re-check %(count)s models of earlier years",
                len(waiting),
            )
            yield Task(
                what=_counted(what, len(waiting)),
                why=_("before it goes on in %(round)s") % {"round": round_.name},
                due=round_.due.get(MilestoneKind.CLOSE),
                url=reverse("progress:asked"),
            )


def _going_on(unit_ids: list[int], rounds: list[Round]) -> Iterator[Task]:
    count = due.to_maintain(unit_ids, [round_.pk for round_ in rounds]).count()
    if count:
        what = ngettext("Register %(count)s model that goes on", "Register %(count)s models that go on", count)
        yield Task(what=_counted(what, count), why=_("the office told it to go on"), url=reverse("progress:asked"))


def _rulings(ground: Ground) -> Iterator[Task]:
    count = due.to_rule(ground.answers_on).count()
    if count:
        what = ngettext("Decide on %(count)s re-check", "Decide on %(count)s re-checks", count)
        yield Task(what=_counted(what, count), url=reverse("progress:asked"))


def _reports(ground: Ground) -> Iterator[Task]:
    """Where a round sets a day for reporting progress, from a month before it until it was reported."""
    unit_ids = ground.writes_on
    for round_ in ground.rounds:
        for kind, milestone in DAYS.items():
            day = round_.due.get(milestone)
            if day and day - AHEAD <= clock.today():
                yield from _to_report(unit_ids, round_, kind, day)


def _to_report(unit_ids: list[int], round_: Round, kind: ReportKind, day: date) -> Iterator[Task]:
    for registration in due.to_report(unit_ids, round_, kind)[:ONE_BY_ONE]:
        yield Task(
            what=_("Report the progress of “%(title)s”") % {"title": registration.title},
            why=str(ReportKind(kind).label),
            who=registration.receiver.name,
            due=day,
            url=reverse("progress:report_progress", args=[registration.pk, kind]),
        )


def _counted(sentence: str, count: int) -> str:
    return sentence % {"count": format_number(count)}
