"""The verbs of evidence: attach, caption, move, detach; and the door for another phone, opened and ended."""

import uuid
from collections.abc import Collection
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.evidence import permissions, policies
from kheo.evidence.criteria import leaves_of
from kheo.evidence.models import OPEN_FOR, Arrival, HandOff, Proof
from kheo.exemplars.enums import EDITABLE, Section
from kheo.exemplars.models import Registration, RegistrationFile, SectionSave
from kheo.kernel import clock, files, journal
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.files import NOTHING_TOLD, Told
from kheo.kernel.text import clean_line
from kheo.people import tokens
from kheo.people.models import Person


@transaction.atomic
def attach(
    registration: Registration, uploaded: File, *, by: Person, caption: str = "", client_id: uuid.UUID | None = None,
    told: Told = NOTHING_TOLD, handoff: HandOff | None = None,
) -> RegistrationFile:  # fmt: skip
    """Keep a photograph or file with a registration; `BadInput` says what is wrong with it.

    The same `client_id` a second time (a retry after a lost answer) is the file that was kept the first time.
    `handoff` is the door through which it came; whoever opened it answers for it, and must still be allowed to.

    The picture is drawn before the dossier's row is taken: twenty phones hold each other up for moments.
    """
    permissions.can_attach(by, registration)
    if kept := _known(registration, client_id):
        return kept
    stored = files.store(uploaded, by_id=by.pk, told=told)
    registration = _locked(registration)
    permissions.can_attach(by, registration)
    if kept := _known(registration, client_id):
        files.discard(stored)  # the same came twice at once
        return kept
    if handoff:
        policies.lets_in(handoff)
    policies.has_room(registration, stored.size)
    last = registration.files.aggregate(last=Max("order"))["last"] or 0
    attached = RegistrationFile.objects.create(
        registration=registration, file=stored, caption=clean_line(caption), order=last + 1, client_id=client_id
    )
    if handoff:
        Arrival.objects.create(handoff=handoff, attached=attached)
    _note_section(registration, by)
    verb = "registration.file_handed_in" if handoff else "registration.file_attached"
    _record(verb, registration, by, file=str(attached.file_id))
    return attached


@transaction.atomic
def caption(
    attached: RegistrationFile, *, caption: str, by: Person, code: str = "", people_agreed: bool = False,
    results: Collection[int] = (),
) -> RegistrationFile:  # fmt: skip
    """Say what a file shows: in words, of which criterion, of which results (their numbers), and whether the people
    who can be recognised agreed to be shown."""
    registration = attached.registration = _locked(attached.registration)
    permissions.can_caption(by, attached)
    if code and code not in {leaf.code for leaf in leaves_of(registration)}:
        raise BadInput(_("There is no criterion %(code)s by which this is judged.") % {"code": code})
    proved = list(registration.results.filter(pk__in=results))
    if len(proved) != len(set(results)):
        raise BadInput(_("This result is not one of the registration: choose again."))
    attached.caption, attached.code, attached.people_agreed = clean_line(caption), code, people_agreed
    attached.save(update_fields=["caption", "code", "people_agreed"])
    attached.proofs.exclude(result__in=proved).delete()
    Proof.objects.bulk_create((Proof(attached=attached, result=one) for one in proved), ignore_conflicts=True)
    _note_section(registration, by)
    _record("registration.file_captioned", registration, by, file=str(attached.file_id))
    return attached


@transaction.atomic
def move(attached: RegistrationFile, *, by: Person) -> None:
    """Put a file before the one that stands before it: the order of the gallery."""
    registration = attached.registration = _locked(attached.registration)
    permissions.can_caption(by, attached)
    order = list(registration.files.values_list("pk", flat=True))
    place = order.index(attached.pk)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    for number, pk in enumerate(order, start=1):
        registration.files.filter(pk=pk).update(order=number)


@transaction.atomic
def detach(attached: RegistrationFile, *, by: Person) -> None:
    """Take a file off. What an office has once received is kept, out of sight; the rest is gone for good."""
    registration = attached.registration = _locked(attached.registration)
    permissions.can_detach(by, attached)
    stored = attached.file
    _record("registration.file_detached", registration, by, file=str(stored.pk))
    attached.delete()
    if not registration.submitted_at:
        files.discard(stored)


@transaction.atomic
def open_handoff(registration: Registration, *, by: Person) -> tuple[HandOff, str]:
    """Let another phone send photographs into this dossier for half an hour; the door and its token, which is shown
    once and kept nowhere. An earlier door of the dossier is shut."""
    registration = _locked(registration)
    permissions.can_open_handoff(by, registration)
    now, token = timezone.now(), tokens.new()
    registration.handoffs.open().update(ended_at=now)
    handoff = HandOff.objects.create(
        registration=registration, digest=tokens.digest(token), opened_at=now, opened_by=by, expires_at=now + OPEN_FOR
    )
    _record("registration.handoff_opened", registration, by, handoff=handoff.pk)
    return handoff, token


@transaction.atomic
def end_handoff(registration: Registration, *, by: Person) -> None:
    """Shut the door before its time."""
    registration = _locked(registration)
    permissions.can_end_handoff(by, registration)
    if not registration.handoffs.open().update(ended_at=timezone.now()):
        raise NotNow(_("No phone can send photos here any more."))
    _record("registration.handoff_ended", registration, by)


def _known(registration: Registration, client_id: uuid.UUID | None) -> RegistrationFile | None:
    return registration.files.filter(client_id=client_id).first() if client_id else None


def _locked(registration: Registration) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "round__closing", "acceptance").get(pk=registration.pk)


def _note_section(registration: Registration, by: Person) -> None:
    """While it is being written, the list of its sections says who was at the files last."""
    if registration.status in EDITABLE:
        saves = SectionSave.objects.filter(registration=registration, section=Section.FILES)
        if not saves.update(version=F("version") + 1, at=clock.now(), by=by):
            SectionSave.objects.create(registration=registration, section=Section.FILES, at=clock.now(), by=by)


def _record(verb: str, registration: Registration, by: Person, **details: Any) -> None:
    journal.record(verb, registration, by=by, unit_id=registration.unit_id, **details)
