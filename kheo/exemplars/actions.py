"""The verbs of the main line, from the first word of a draft to the report of its result."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.exemplars import permissions, sections
from kheo.exemplars.enums import DeclineReason, Kind, Origin, Section, Status, Subject
from kheo.exemplars.models import (
    Acceptance,
    Decline,
    Dossier,
    Exemplar,
    Force,
    Registration,
    RegistrationFile,
    ResultReport,
    Return,
    SectionSave,
    Submission,
    Withdrawal,
)
from kheo.exemplars.receiving import next_codes, receiver_for
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, Stale
from kheo.kernel.models import StoredFile
from kheo.kernel.text import clean
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.models import Unit


@transaction.atomic
def begin(
    unit: Unit, round_: Round, *, by: Person, title: str = "", kind: str = Kind.MODEL, subject: str = Subject.COLLECTIVE,
    level: str = "", origin: str = Origin.NEW, exemplar: Exemplar | None = None, replicated_from: Exemplar | None = None,
) -> Registration:  # fmt: skip
    """Begin a draft in a round. `exemplar` continues one of the unit's own; `replicated_from` copies another unit's."""
    permissions.can_register_for(by, unit, round_)
    if exemplar and exemplar.unit_id != unit.pk:
        raise NotNow(_("A unit can continue only its own model. Register it as replicated instead."))
    today = clock.today()
    exemplar = exemplar or Exemplar.objects.create(unit=unit, began=today, replicated_from=replicated_from)
    registration = Registration.objects.create(
        exemplar=exemplar, round=round_, unit=unit, title=clean(title), kind=kind, subject=subject, origin=origin,
        level=level or unit.level_on(today), registered_on=today,
    )  # fmt: skip
    Dossier.objects.create(registration=registration)
    journal.record("registration.begun", registration, by=by, unit_id=unit.pk)
    return registration


@transaction.atomic
def save_section(
    registration: Registration, section: Section, answers: Mapping[str, Any], *, by: Person, version: int,
    forces: Iterable[Mapping[str, str]] | None = None,
) -> SectionSave:  # fmt: skip
    """Save the answers of one section as they stand, gaps and all. `version` is the one the person began from (0 = none).

    Raises `Stale` when somebody saved this section in the meantime: both versions are shown, nothing typed is lost.
    """
    registration = _locked(registration)
    permissions.can_edit(by, registration)
    save = registration.saves.select_for_update(of=("self",)).filter(section=section).first()
    if (save.version if save else 0) != version:
        raise Stale(
            _("%(person)s saved this section at %(time)s. Compare the two versions and save again.")
            % {"person": save.by.full_name if save else "", "time": f"{save.at:%H:%M}" if save else ""},
            theirs=[(sections.label(name), _shown(registration, name)) for name in answers],
            mine=[(sections.label(name), str(value or "")) for name, value in answers.items()],
        )
    _write(registration, section, answers)
    if forces is not None:
        registration.forces.all().delete()
        Force.objects.bulk_create(Force(registration=registration, order=n, **force) for n, force in enumerate(forces))
    return _note_save(registration, section, save, by)


@transaction.atomic
def attach(registration: Registration, file: StoredFile, *, by: Person, caption: str = "") -> RegistrationFile:
    """Attach a stored file to a registration that the unit holds."""
    registration = _locked(registration)
    permissions.can_edit(by, registration)
    attached = RegistrationFile.objects.create(registration=registration, file=file, caption=clean(caption))
    _note_save(registration, Section.FILES, registration.saves.filter(section=Section.FILES).first(), by)
    journal.record("registration.file_attached", registration, by=by, unit_id=registration.unit_id, file=str(file.pk))
    return attached


@transaction.atomic
def detach(attached: RegistrationFile, *, by: Person) -> None:
    """Take a file off a registration that the unit holds."""
    registration = _locked(attached.registration)
    permissions.can_edit(by, registration)
    journal.record(
        "registration.file_detached", registration, by=by, unit_id=registration.unit_id, file=str(attached.file_id)
    )
    attached.delete()


@transaction.atomic
def submit(registration: Registration, *, by: Person) -> Registration:
    """The unit hands the registration over, the first time or after mending; from here the receiving office holds it."""
    registration = _locked(registration)
    permissions.can_submit(by, registration)
    if missing := [sections.label(name) for section in Section for name in sections.gaps(registration, section)]:
        raise BadInput(_("Before sending, fill in: %(fields)s.") % {"fields": ", ".join(missing)})
    now = clock.now()
    if registration.submitted_at is None:
        registration.receiver = receiver_for(registration.unit, registration.level, clock.today())
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
    """The receiving office sends it back. The reason is the title of the unit's task, so it is a sentence to the clerk."""
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


def _locked(registration: Registration) -> Registration:
    """The registration's row, taken before anything is asked of it: of two people acting at once the second sees the first."""
    rows = Registration.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "receiver", "round__movement", "round__closing", "dossier", "field").get(
        pk=registration.pk
    )


def _move(registration: Registration, to: Status) -> None:
    registration.status = to
    registration.save(update_fields=["status"])


def _write(registration: Registration, section: Section, answers: Mapping[str, Any]) -> None:
    dossier = registration.dossier
    for name in sections.REGISTRATION_FIELDS.get(section, ()):
        if name in answers:
            setattr(registration, name, answers[name])
    for name in sections.DOSSIER_FIELDS.get(section, ()):
        if name in answers:
            setattr(dossier, name, answers[name])
    dossier.save()
    registration.save()


def _note_save(registration: Registration, section: Section, save: SectionSave | None, by: Person) -> SectionSave:
    if save is None:
        return SectionSave.objects.create(registration=registration, section=section, at=clock.now(), by=by)
    save.version, save.at, save.by = save.version + 1, clock.now(), by
    save.save(update_fields=["version", "at", "by"])
    return save


def _shown(registration: Registration, name: str) -> str:
    record = registration if hasattr(registration, name) else registration.dossier
    return str(getattr(record, name, "") or "")
