"""The verbs of what is the same work: ask to join, confirm, refuse, leave; merge, and undo it."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kheo.duplicates import permissions, policies
from kheo.duplicates.models import Cooperation, Merging
from kheo.exemplars import actions as exemplars
from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration
from kheo.exemplars.permissions import can_withdraw
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean, clean_line
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Unit, offices


@transaction.atomic
def ask_to_join(
    registration: Registration, unit: Unit, *, task: str, by: Person, draft: Registration | None = None
) -> Cooperation:
    """The unit asks to take part in a work of its area that another has registered, instead of registering it again.

    `draft` is its own draft of the same work: it stays until the answer, and is withdrawn when the unit is taken in.
    """
    registration = _locked(registration)
    permissions.can_ask_to_join(by, unit, registration)
    if not clean_line(task):
        raise BadInput(_("Write what your unit does in this work."))
    if draft is not None:
        draft = _locked(draft)
        policies.is_a_draft_of(draft, unit, registration)
    asked: Cooperation = Cooperation.objects.create(
        registration=registration, unit=unit, task=clean_line(task), draft=draft, asked_at=clock.now(), asked_by=by
    )
    journal.record("registration.joining_asked", registration, by=by, unit_id=unit.pk)
    return asked


@transaction.atomic
def confirm_joining(cooperation: Cooperation, *, by: Person) -> Cooperation:
    """The registering unit takes the other in: the work counts here, once. The other's draft is withdrawn."""
    cooperation = _with_its_registration(cooperation)
    permissions.can_confirm_joining(by, cooperation)
    _answer(cooperation, by, accepted=True)
    _give_up_draft(cooperation, by)
    _record("registration.joining_confirmed", cooperation, by, cooperation.registration.unit_id)
    return cooperation


@transaction.atomic
def refuse_joining(cooperation: Cooperation, *, reason: str, by: Person) -> Cooperation:
    """The registering unit does not take the other in, with the reason that it reads; its draft stays its own."""
    cooperation = _with_its_registration(cooperation)
    permissions.can_refuse_joining(by, cooperation)
    if not clean(reason):
        raise BadInput(_("Write why the unit is not taken in."))
    _answer(cooperation, by, accepted=False, reason=clean(reason))
    _record("registration.joining_refused", cooperation, by, cooperation.registration.unit_id)
    return cooperation


@transaction.atomic
def leave_joining(cooperation: Cooperation, *, reason: str, by: Person) -> Cooperation:
    """Either side ends it, or who asked takes the request back, with a reason. What was done together stays told."""
    cooperation = _with_its_registration(cooperation)
    permissions.can_leave_joining(by, cooperation)
    if not clean(reason):
        raise BadInput(_("Write why the unit no longer takes part."))
    _end(cooperation, clean(reason), by)
    writes = {office.unit_id for office in offices(by) if office.role in WRITES_FOR_UNIT}
    acting = next(pk for pk in (cooperation.unit_id, cooperation.registration.unit_id) if pk in writes)
    _record("registration.joining_left", cooperation, by, acting)
    return cooperation


@transaction.atomic
def merge(kept: Registration, merged: Registration, *, reason: str, by: Person) -> Merging:
    """The office finds that one registration is the same work as another: the merged one counts nowhere any more.

    Its unit, and those that took part in it, take part in the one that is kept. What was written, its figures and its
    evidence stay readable where they are (BR-06, movement.md §9.2 trap 7).
    """
    kept, merged = _locked_both(kept, merged)
    permissions.can_merge(by, kept, merged)
    if not clean(reason):
        raise BadInput(_("Write why the two are the same work: both units read it."))
    office_id = _office_of(by, [kept, merged])
    merging: Merging = Merging.objects.create(
        kept=kept, merged=merged, office_id=office_id, reason=clean(reason), status_before=merged.status,
        at=clock.now(), by=by,
    )  # fmt: skip
    _move(merged, Status.MERGED)
    _bring_along(merging)
    _record_both("registration.merged", "registration.took_in", merging, by, office_id, merging.reason)
    return merging


@transaction.atomic
def undo_merging(merging: Merging, *, reason: str, by: Person) -> Merging:
    """They are two works after all: the merged one is again what it was, and its unit takes part no longer."""
    kept, merged = _locked_both(merging.kept, merging.merged)
    merging = Merging.objects.select_for_update(of=("self",)).get(pk=merging.pk)
    merging.kept, merging.merged = kept, merged
    permissions.can_undo_merging(by, merging)
    if not clean(reason):
        raise BadInput(_("Write why the merging is undone: both units read it."))
    merging.undone_at, merging.undone_by, merging.undone_reason = clock.now(), by, clean(reason)
    merging.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    _move(merged, Status(merging.status_before))
    for cooperation in merging.cooperations.filter(ended_at=None):
        _end(cooperation, merging.undone_reason, by)
    office_id = _office_of(by, [kept, merged])
    _record_both("registration.merging_undone", "registration.gave_back", merging, by, office_id, merging.undone_reason)
    return merging


def _answer(cooperation: Cooperation, by: Person, *, accepted: bool, reason: str = "") -> None:
    cooperation.accepted, cooperation.answer = accepted, reason
    cooperation.answered_at, cooperation.answered_by = clock.now(), by
    cooperation.save(update_fields=["accepted", "answer", "answered_at", "answered_by", "merging"])


def _end(cooperation: Cooperation, reason: str, by: Person) -> None:
    cooperation.ended_at, cooperation.ended_by, cooperation.ended_reason = clock.now(), by, reason
    cooperation.save(update_fields=["ended_at", "ended_by", "ended_reason"])


def _give_up_draft(cooperation: Cooperation, by: Person) -> None:
    """Withdraw the draft in the name of who asked for that. Where it was sent meanwhile, or who asked no longer writes
    for the unit, it stays with the unit, and an office that reads both finds them alike."""
    draft, work = cooperation.draft, cooperation.registration
    if draft is None or draft.status != Status.DRAFT or not can_withdraw.allows(cooperation.asked_by, draft):
        return
    with translation.override("vi"):  # it is kept as the unit's own reason, in the language of its papers
        reason = _("The same work is registered as “%(title)s” (%(code)s) by %(unit)s; our unit takes part in it.")
        reason = reason % {"title": work.title, "code": work.code, "unit": work.unit.name}
    exemplars.withdraw(draft, by=cooperation.asked_by, reason=reason)
    journal.record("registration.joined", draft, by=by, unit_id=work.unit_id)


def _bring_along(merging: Merging) -> None:
    """The unit of the merged one, and those that take part in it, take part in the one that is kept."""
    tasks = {merging.merged.unit_id: ""}
    tasks |= dict(merging.merged.cooperations.standing().values_list("unit", "task"))
    there = set(merging.kept.cooperations.standing().values_list("unit", flat=True)) | {merging.kept.unit_id}
    facts = {"asked_by": merging.by, "asked_at": merging.at, "answered_by": merging.by, "answered_at": merging.at}
    asked = merging.kept.cooperations.waiting().filter(unit__in=tasks)
    for request in asked.select_for_update(of=("self",)):  # what it asked for has come about
        request.merging = merging
        _answer(request, merging.by, accepted=True)
        there.add(request.unit_id)
    for unit_id, task in tasks.items():
        if unit_id not in there:
            Cooperation.objects.create(
                registration=merging.kept, unit_id=unit_id, task=task, merging=merging, accepted=True, **facts
            )


def _record(verb: str, cooperation: Cooperation, by: Person, unit_id: int) -> None:
    journal.record(verb, cooperation.registration, by=by, unit_id=unit_id, partner=cooperation.unit_id)


def _record_both(of_merged: str, of_kept: str, merging: Merging, by: Person, unit_id: int, reason: str) -> None:
    """A line in either history, which names the other by its code and unit; a title may name a person."""
    pairs = [(of_merged, merging.merged, merging.kept), (of_kept, merging.kept, merging.merged)]
    for verb, subject, other in pairs:
        told = {"code": other.code or str(other.pk), "partner": other.unit_id}
        journal.record(verb, subject, by=by, unit_id=unit_id, reason=reason, **told)


def _office_of(person: Person, registrations: list[Registration]) -> int:
    """In whose name the person rules over both: the lowest of the units that may."""
    mine = {office.unit_id for office in offices(person) if office.role in REVIEWS_FOR_UNIT}
    return next(unit_id for unit_id in permissions.ruling_unit_ids(registrations) if unit_id in mine)


def _move(registration: Registration, to: Status) -> None:
    registration.status = to
    registration.save(update_fields=["status"])


def _locked(registration: Registration) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",))
    found: Registration = rows.select_related("unit", "receiver", "round__closing", "judged_as").get(pk=registration.pk)
    return found


def _locked_both(one: Registration, other: Registration) -> tuple[Registration, Registration]:
    """Both rows, always taken in the same order, so that two people who merge crosswise do not wait for each other."""
    found = {row.pk: _locked(row) for row in sorted((one, other), key=lambda row: row.pk)}
    return found[one.pk], found[other.pk]


def _with_its_registration(cooperation: Cooperation) -> Cooperation:
    """The co-operation as it is now, its row and that of its registration locked."""
    registration = _locked(cooperation.registration)
    rows = Cooperation.objects.select_for_update(of=("self",)).select_related("unit", "draft", "asked_by")
    found: Cooperation = rows.get(pk=cooperation.pk)
    found.registration = registration
    return found
