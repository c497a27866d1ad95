"""The verbs of the main line, from the first word of a draft to the report of its result."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kheo.evaluations.actions import drop_subject
from kheo.exemplars import permissions, policies, sections
from kheo.exemplars.enums import DeclineReason, Kind, Origin, Section, Status, Subject
from kheo.exemplars.models import (
    Acceptance,
    Decline,
    Dossier,
    Exemplar,
    Force,
    Registration,
    ResultReport,
    Return,
    SectionSave,
    Submission,
    Withdrawal,
)
from kheo.exemplars.receiving import levels_open_to, next_codes, receiver_for
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, Stale
from kheo.kernel.text import clean, clean_line
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.models import Unit

ANEW = {"progress", "evaluated_on", "head_name", "head_confirmed_on"}  # not carried over into the next round
SITTING = timedelta(hours=1)  # writing within it is one line of the history, however often it is saved


@transaction.atomic
def begin(
    unit: Unit, round_: Round, *, by: Person, title: str = "", kind: str = Kind.MODEL,
    subject: str = Subject.COLLECTIVE, level: str = "", origin: str = Origin.NEW,
    exemplar: Exemplar | None = None, replicated_from: Exemplar | None = None, demonstration: bool = False,
    answers: Mapping[str, Any] | None = None,
) -> Registration:  # fmt: skip
    """Begin a draft in a round. `exemplar` continues one of the unit's own; `replicated_from` copies another unit's.

    What is continued brings along what was written of it last (3.3.7: nothing is asked twice). Without a `level` it is
    registered for the lowest level open to the unit. `demonstration` marks generated data. `answers` of the dossier, by
    name, stand in it as what is carried over does: no section is done before somebody of the unit has saved it.
    """
    permissions.can_register_for(by, unit, round_)
    today, before = clock.today(), None
    if exemplar is None:
        exemplar = Exemplar.objects.create(unit=unit, began=today, replicated_from=replicated_from)
    else:
        exemplar = _continued(exemplar, unit, round_)
        before = exemplar.registrations.counted().select_related("dossier", "field").newest_first().first()
    registration = Registration.objects.create(
        exemplar=exemplar, round=round_, unit=unit, title=clean_line(title), kind=kind, subject=subject, origin=origin,
        level=level or next(iter(levels_open_to(unit, round_, today)), unit.level_on(today)), registered_on=today,
        demonstration=demonstration,
    )  # fmt: skip
    if before:
        _carry_over(before, registration)
    else:
        Dossier.objects.create(registration=registration, **(answers or {}))
    journal.record("registration.begun", registration, by=by, unit_id=unit.pk)
    return registration


@transaction.atomic
def save_section(
    registration: Registration, section: Section, answers: Mapping[str, Any], *, by: Person, version: int,
    forces: Sequence[Mapping[str, str]] | None = None,
) -> SectionSave:  # fmt: skip
    """Save the answers of one section as they stand, gaps and all. `version` is what the person began from (0: none).

    Raises `Stale` when somebody saved other words here in the meantime: both versions are shown, nothing typed is lost.
    The same words a second time (a retry, a second tab that changed nothing) are no conflict and no new version.
    """
    registration = _locked(registration)
    permissions.can_edit(by, registration)
    save = registration.saves.select_for_update(of=("self",)).select_related("by").filter(section=section).first()
    given = {name: sections.as_kept(answer) for name, answer in answers.items()}
    if forces is not None:
        given["forces"] = [{"name": f["name"], "role": f["role"], "task": f.get("task", "")} for f in forces]
    kept = {name: answer for name, answer in sections.content(registration).items() if name in given}
    if save and not sections.changed(kept, given):
        return save
    if save and save.version != version:
        raise Stale(
            _("%(person)s saved this section at %(time)s. Compare the two versions and save again.")
            % {"person": save.by.full_name, "time": f"{localtime(save.at):%H:%M}"},
            theirs=[(sections.label(name), sections.in_words(name, answer)) for name, answer in kept.items()],
            mine=[(sections.label(name), sections.in_words(name, given[name])) for name in kept],
        )
    _write(registration, section, answers)
    _keep(registration)
    if forces is not None:
        registration.forces.all().delete()
        _add_forces(registration, given["forces"])
    _record_writing(registration, section, by)
    return _note_save(registration, section, save, by)


@transaction.atomic
def fill_in(
    registration: Registration, answers: Mapping[Section, Mapping[str, Any]], *, by: Person,
    forces: Sequence[Mapping[str, str]] = (),
) -> Registration:  # fmt: skip
    """Fill in a fresh draft at once, for a program that holds all its answers, as `save_section` does one by one.

    Raises `NotNow` when a section was saved before: what a person has typed is never written over.
    """
    registration = _locked(registration)
    permissions.can_edit(by, registration)
    if registration.saves.exists():
        raise NotNow(_("Somebody has begun to fill in this registration: go on section by section."))
    for section, given in answers.items():
        _write(registration, section, given)
    _keep(registration)
    _add_forces(registration, forces)
    done = [*answers, Section.FORCES] if forces else list(answers)
    SectionSave.objects.bulk_create(
        SectionSave(registration=registration, section=section, at=clock.now(), by=by) for section in done
    )
    journal.record("registration.written", registration, by=by, unit_id=registration.unit_id, section=done[-1])
    return registration


@transaction.atomic
def submit(registration: Registration, *, by: Person) -> Registration:
    """The unit hands the registration over, first or after mending; from here the receiving office holds it."""
    registration = _locked(registration)
    permissions.can_submit(by, registration)
    if missing := [sections.label(name) for section in Section for name in sections.gaps(registration, section)]:
        raise BadInput(_("Before sending, fill in: %(fields)s.") % {"fields": ", ".join(missing)})
    now = clock.now()
    if registration.submitted_at is None:
        registration.receiver = receiver_for(registration.acting_unit, registration.level, clock.today())
        registration.registered_on = clock.today()
        registration.code = next_codes(registration.receiver.pk, registration.registered_on.year)[0]
    registration.status, registration.submitted_at, registration.submitted_by = Status.SUBMITTED, now, by
    registration.save()
    number = registration.submissions.count() + 1
    Submission.objects.create(
        registration=registration, number=number, content=sections.content(registration), at=now, by=by
    )
    journal.record(
        "registration.submitted",
        registration,
        by=by,
        unit_id=registration.unit_id,
        number=number,
        code=registration.code,
    )
    return registration


@transaction.atomic
def return_for_changes(
    registration: Registration, *, reason: str, by: Person, section: str = "", due: date | None = None
) -> Return:
    """The receiving office sends it back. The reason is the title of the unit's task: a sentence to the clerk."""
    registration = _locked(registration)
    permissions.can_return_for_changes(by, registration)
    if not clean(reason):
        raise BadInput(_("Write what the unit should change: your words become the title of its task."))
    done = Return.objects.create(
        registration=registration, reason=clean(reason), section=section, due=due, at=clock.now(), by=by
    )
    _move(registration, Status.RETURNED)
    journal.record(
        "registration.returned",
        registration,
        by=by,
        unit_id=registration.receiver_id,
        returned=done.pk,
        section=section,
    )
    return done


@transaction.atomic
def accept(registration: Registration, *, by: Person) -> Acceptance:
    """The receiving office takes it into the list of the year; the unit carries the work out (BR-02)."""
    registration = _locked(registration)
    permissions.can_accept(by, registration)
    done = Acceptance.objects.create(registration=registration, at=clock.now(), by=by)
    _move(registration, Status.ACCEPTED)
    journal.record("registration.accepted", registration, by=by, unit_id=registration.receiver_id)
    return done


@transaction.atomic
def decline(registration: Registration, *, reason: str, by: Person, note: str = "") -> Decline:
    """The receiving office does not take it, with a reason from the list and its explanation."""
    registration = _locked(registration)
    permissions.can_decline(by, registration)
    if reason not in DeclineReason.values:
        raise BadInput(_("Choose why the registration is declined."))
    done = Decline.objects.create(registration=registration, reason=reason, note=clean(note), at=clock.now(), by=by)
    _move(registration, Status.DECLINED)
    journal.record("registration.declined", registration, by=by, unit_id=registration.receiver_id, reason_code=reason)
    return done


@transaction.atomic
def withdraw(registration: Registration, *, by: Person, reason: str = "") -> Withdrawal:
    """The unit takes it back; a draft needs no reason, what was sent does."""
    registration = _locked(registration)
    permissions.can_withdraw(by, registration)
    if registration.submitted_at and not clean(reason):
        raise BadInput(_("Write why the unit withdraws this registration."))
    done = Withdrawal.objects.create(registration=registration, reason=clean(reason), at=clock.now(), by=by)
    _move(registration, Status.WITHDRAWN)
    if registration.judged_as:
        drop_subject(registration.judged_as, by=by)
    journal.record("registration.withdrawn", registration, by=by, unit_id=registration.unit_id)
    return done


@transaction.atomic
def report_result(
    registration: Registration, *, content: str, effect: str, by: Person, difficulties: str = ""
) -> ResultReport:
    """The unit reports what was done and what came of it (F2)."""
    registration = _locked(registration)
    permissions.can_report_result(by, registration)
    if not clean(content) or not clean(effect):
        raise BadInput(_("Write what was done, and what came of it."))
    done = ResultReport.objects.create(
        registration=registration,
        content=clean(content),
        effect=clean(effect),
        difficulties=clean(difficulties),
        at=clock.now(),
        by=by,
    )
    _move(registration, Status.REPORTED)
    journal.record("registration.result_reported", registration, by=by, unit_id=registration.unit_id)
    return done


def _continued(exemplar: Exemplar, unit: Unit, round_: Round) -> Exemplar:
    """The unit's own exemplar, or one it inherited; locked, so that two people cannot enter it into one round."""
    exemplar = Exemplar.objects.select_for_update(of=("self",)).get(pk=exemplar.pk)
    if exemplar.carried_by_id != unit.pk and exemplar.unit_id not in (unit.pk, *tree.predecessors([unit.pk])):
        raise NotNow(_("A unit can continue only its own model. Register it as replicated instead."))
    policies.is_not_in_round(exemplar, round_)
    return exemplar


def _carry_over(before: Registration, registration: Registration) -> None:
    """Take along what lasts from one round to the next; what was done, and who confirmed it, is written anew."""
    earlier = sections.dossier_of(before)
    lasting = {name for names in sections.DOSSIER_FIELDS.values() for name in names} - ANEW
    Dossier.objects.create(registration=registration, **{name: getattr(earlier, name) for name in lasting})
    if registration.subject == Subject.COLLECTIVE:
        _forget_person(registration.dossier)
        registration.dossier.save()
    Force.objects.bulk_create(
        Force(registration=registration, name=force.name, role=force.role, task=force.task, order=force.order)
        for force in before.forces.all()
    )
    registration.title = registration.title or before.title
    if before.field and before.field.movement_id == registration.round.movement_id:
        registration.field = before.field
    registration.save()


def _locked(registration: Registration) -> Registration:
    """The registration's row, taken before anything is asked of it: of two at once, the second sees the first.

    Only what every verb asks comes with it: PostgreSQL plans a join of five tables in a third of the time of eight.
    """
    rows = Registration.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "receiver", "round__closing", "dossier").get(pk=registration.pk)


def _move(registration: Registration, to: Status) -> None:
    registration.status = to
    registration.save(update_fields=["status"])


def _write(registration: Registration, section: Section, answers: Mapping[str, Any]) -> None:
    dossier = registration.dossier
    if "level" in answers:
        policies.keeps_its_level(registration, answers["level"])
    for name in sections.REGISTRATION_FIELDS.get(section, ()):
        if name in answers:
            setattr(registration, name, answers[name])
    for name in sections.DOSSIER_FIELDS.get(section, ()):
        if name in answers:
            setattr(dossier, name, answers[name])
    if registration.subject == Subject.COLLECTIVE:
        _forget_person(dossier)


def _keep(registration: Registration) -> None:
    registration.dossier.save()
    registration.save()


def _add_forces(registration: Registration, forces: Sequence[Mapping[str, str]]) -> None:
    Force.objects.bulk_create(Force(registration=registration, order=n, **force) for n, force in enumerate(forces))


def _forget_person(dossier: Dossier) -> None:
    """What is not about a person keeps nothing of one."""
    dossier.person_name = dossier.person_position = dossier.person_unit = ""
    dossier.person_birth_year = None


def _record_writing(registration: Registration, section: Section, by: Person) -> None:
    """One line a sitting: who saves every second all afternoon is told once an hour."""
    last = journal.history(registration).last()
    if last and last.verb == "registration.written" and last.by_id == by.pk and clock.now() - last.at < SITTING:
        return
    journal.record("registration.written", registration, by=by, unit_id=registration.unit_id, section=section)


def _note_save(registration: Registration, section: Section, save: SectionSave | None, by: Person) -> SectionSave:
    if save is None:
        return SectionSave.objects.create(registration=registration, section=section, at=clock.now(), by=by)
    save.version, save.at, save.by = save.version + 1, clock.now(), by
    save.save(update_fields=["version", "at", "by"])
    return save
