"""The verbs of what becomes of a model: report progress, take its pulse, re-check it, rule on it, maintain it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.exemplars import actions as exemplars
from kheo.exemplars.enums import Origin
from kheo.exemplars.models import Exemplar, Registration
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.progress import due, permissions
from kheo.progress.enums import Decision, Pulse, ReportKind
from kheo.progress.models import ProgressReport, PulseAnswer, Recheck, Ruling
from kheo.units import tree


@transaction.atomic
def report_progress(
    registration: Registration, *, kind: str, content: str, by: Person, difficulties: str = ""
) -> ProgressReport:
    """The unit reports how the work goes, at mid-year or year-end; a later report of a kind stands over an earlier."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related("unit", "round__closing")
    registration = rows.get(pk=registration.pk)
    permissions.can_report_progress(by, registration)
    if kind not in ReportKind.values or not clean(content):
        raise BadInput(_("Write what was done so far."))
    done: ProgressReport = ProgressReport.objects.create(
        registration=registration, kind=kind, content=clean(content), difficulties=clean(difficulties), at=clock.now(),
        by=by,
    )  # fmt: skip
    journal.record("registration.progress_reported", registration, by=by, unit_id=registration.unit_id, kind=kind)
    return done


@transaction.atomic
def take_pulse(exemplar: Exemplar, months: int, answer: str, *, by: Person, why: str = "") -> PulseAnswer:
    """The unit that holds it says whether it lives, 6, 12 or 24 months after its first recognition; what changed or
    stopped has its why."""
    exemplar = _locked(exemplar)
    permissions.can_take_pulse(by, exemplar, months)
    holder = exemplar.acting_unit
    if answer not in Pulse.values:
        raise BadInput(_("Say whether it is alive, changed or stopped."))
    if answer != Pulse.ALIVE and not clean(why):
        raise BadInput(_("Write what changed, or why it stopped."))
    done: PulseAnswer = PulseAnswer.objects.create(
        exemplar=exemplar, months=months, answer=answer, why=clean(why), unit=holder, on=clock.today(),
        at=clock.now(), by=by,
    )  # fmt: skip
    journal.record("exemplar.pulse_taken", exemplar, by=by, unit_id=holder.pk, months=months, answer=answer)
    return done


@transaction.atomic
def recheck(
    exemplar: Exemplar, round_: Round, *, running: bool, effect: str, evidence_on: date, decision: str, reason: str,
    by: Person,
) -> Recheck:  # fmt: skip
    """Re-check a model of an earlier round (F12): still running, its effect, the day of the evidence, what to do, why.

    The holding unit proposes and the office that received it rules; done by the office itself it is ruled at once.
    """
    exemplar = _locked(exemplar)
    permissions.can_recheck(by, exemplar, round_)
    _is_whole(running=running, effect=effect, evidence_on=evidence_on, decision=decision, reason=reason)
    last = due.last_registration(exemplar, round_)
    assert last is not None, "the policy has seen it"
    assert last.receiver_id is not None, "what was recognised was received"
    office_id = tree.answering([last.receiver_id], on=clock.today()).get(last.receiver_id, last.receiver_id)
    own_office = permissions.rules_on(by, exemplar)
    unit_id = office_id if own_office else exemplar.acting_unit.pk
    made: Recheck = Recheck.objects.create(
        exemplar=exemplar, round=round_, office_id=office_id, running=running, effect=clean(effect),
        evidence_on=evidence_on, proposed=decision, reason=clean(reason), unit_id=unit_id, at=clock.now(), by=by,
    )  # fmt: skip
    journal.record("exemplar.rechecked", exemplar, by=by, unit_id=unit_id, round=round_.pk, decision=decision)
    if own_office:
        _rule(made, decision, "", by)
    return made


@transaction.atomic
def rule(recheck: Recheck, *, by: Person, decision: str = "", reason: str = "") -> Ruling:
    """The reviewing office decides: as proposed (no `decision` given), or otherwise with its reason."""
    rows = Recheck.objects.select_for_update(of=("self",)).select_related("office", "exemplar", "round__closing")
    recheck = rows.get(pk=recheck.pk)
    permissions.can_rule(by, recheck)
    decision = decision or recheck.proposed
    if decision not in Decision.values:
        raise BadInput(_("Choose what is decided."))
    if decision != recheck.proposed and not clean(reason):
        raise BadInput(_("Write why you decide otherwise than was proposed."))
    return _rule(recheck, decision, clean(reason), by)


@transaction.atomic
def maintain(recheck: Recheck, *, by: Person, origin: str = Origin.MAINTAINED) -> Registration:
    """The unit registers it again in the round, in one press, as maintained or upgraded, with what was written last."""
    recheck = Recheck.objects.select_related("exemplar__unit", "round__movement", "round__closing", "ruling").get(
        pk=recheck.pk
    )
    _locked(recheck.exemplar)
    permissions.can_maintain(by, recheck)
    if origin not in (Origin.MAINTAINED, Origin.UPGRADED):
        raise BadInput(_("It goes on as maintained or as upgraded."))
    last = due.last_registration(recheck.exemplar, recheck.round)
    assert last is not None, "what is re-checked was registered"
    holder = recheck.exemplar.acting_unit
    made = exemplars.begin(
        holder, recheck.round, by=by, exemplar=recheck.exemplar, origin=origin,
        kind=last.kind, subject=last.subject, level=last.level,
    )  # fmt: skip
    journal.record("exemplar.maintained", recheck.exemplar, by=by, unit_id=holder.pk, round=recheck.round_id)
    return made


def _is_whole(*, running: bool, effect: str, evidence_on: date, decision: str, reason: str) -> None:
    if decision not in Decision.values or not clean(effect) or not clean(reason):
        raise BadInput(_("Write the effect, what is proposed, and why."))
    if evidence_on > clock.today():
        raise BadInput(_("The evidence is of a day that has been."))
    if not running and decision not in (Decision.END, Decision.DROP):
        raise BadInput(_("What does not run any more is ended or dropped."))


def _rule(recheck: Recheck, decision: str, reason: str, by: Person) -> Ruling:
    done: Ruling = Ruling.objects.create(
        recheck=recheck, decision=decision, reason=reason, unit_id=recheck.office_id, at=clock.now(), by=by
    )
    journal.record(
        "exemplar.ruled", recheck.exemplar, by=by, unit_id=recheck.office_id, round=recheck.round_id, decision=decision
    )
    return done


def _locked(exemplar: Exemplar) -> Exemplar:
    """Its row, taken before anything is asked of it."""
    found: Exemplar = Exemplar.objects.select_for_update(of=("self",)).select_related("unit").get(pk=exemplar.pk)
    return found
