"""The verbs of the key ceremony: name three tellers, each makes a key, shares it, confirms it, and destroys it at last.

The key file is answered to the teller and kept nowhere here (docs/decisions/0010-sealed-ballots.md).
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from kheo.councils import permissions, policies
from kheo.councils.actions.locking import session_now
from kheo.councils.enums import CeremonyState
from kheo.councils.models import Ceremony, CouncilSession, Seat, Teller
from kheo.councils.sealed import ceremony as steps
from kheo.councils.sealed import keyfile
from kheo.councils.sealed.belenios import Hidden, ToolFailed
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow
from kheo.people.models import Person


@transaction.atomic
def name_tellers(session: CouncilSession, seats: Sequence[Seat], *, by: Person) -> Ceremony:
    """Name the three members who will hold the keys; naming again begins anew, until a ballot was sealed."""
    session = session_now(session)
    policies.sealed_ballots_are_offered()
    permissions.can_name_tellers(by, session)
    policies.can_tell(seats, session)
    if hasattr(session, "ceremony"):
        policies.can_restart(session.ceremony)
        session.ceremony.delete()
    ceremony = Ceremony.objects.create(session=session, began_at=clock.now())
    Teller.objects.bulk_create(
        Teller(ceremony=ceremony, seat=seat, number=number) for number, seat in enumerate(seats, start=1)
    )
    _record("ceremony.began", session, by)
    return ceremony


@sensitive_variables()
@transaction.atomic
def make_key(teller: Teller, passphrase: str, *, by: Person) -> bytes:
    """Make the teller's key; answers the key file, locked with the passphrase, which nobody else ever has.

    It can be made again until all three are made.
    """
    teller = _now(teller)
    permissions.can_use_key(by, teller)
    policies.is_at(teller.ceremony, CeremonyState.KEYS)
    with _told_if_it_fails():
        key, teller.certificate = steps.new_key()
    file = keyfile.lock(key, passphrase, session=teller.ceremony.session_id, teller=teller.number)
    teller.save(update_fields=["certificate"])
    _record("ceremony.key_made", teller.ceremony.session, by, teller=teller.number)
    tellers = list(teller.ceremony.tellers.all())
    if all(one.certificate for one in tellers):
        with _told_if_it_fails():
            steps.check([one.certificate for one in tellers])
        _move(teller.ceremony, CeremonyState.SHARING)
    return file


@sensitive_variables()
@transaction.atomic
def share_key(teller: Teller, file: bytes, passphrase: str, *, by: Person) -> None:
    """Give each of the others their part, sealed to them: so that any two can do what one alone cannot."""
    teller = _now(teller)
    permissions.can_use_key(by, teller)
    policies.is_at(teller.ceremony, CeremonyState.SHARING)
    tellers = list(teller.ceremony.tellers.all())
    certificates = [one.certificate for one in tellers]
    with _told_if_it_fails():
        teller.polynomial = steps.polynomial(certificates, unlocked(teller, file, passphrase))
    teller.save(update_fields=["polynomial"])
    _record("ceremony.key_shared", teller.ceremony.session, by, teller=teller.number)
    tellers = list(teller.ceremony.tellers.all())
    if all(one.polynomial for one in tellers):
        with _told_if_it_fails():
            received = steps.received(certificates, [one.polynomial for one in tellers])
        for one, text in zip(tellers, received, strict=True):
            one.received = text
        Teller.objects.bulk_update(tellers, ["received"])
        _move(teller.ceremony, CeremonyState.CONFIRMING)


@sensitive_variables()
@transaction.atomic
def confirm_key(teller: Teller, file: bytes, passphrase: str, *, by: Person) -> None:
    """Confirm what the others gave. With the third confirmation the keys are ready, and proved to open."""
    teller = _now(teller)
    permissions.can_use_key(by, teller)
    policies.is_at(teller.ceremony, CeremonyState.CONFIRMING)
    certificates = [one.certificate for one in teller.ceremony.tellers.all()]
    with _told_if_it_fails():
        teller.confirmation = steps.confirmation(certificates, unlocked(teller, file, passphrase), teller.received)
    teller.save(update_fields=["confirmation"])
    _record("ceremony.key_confirmed", teller.ceremony.session, by, teller=teller.number)
    tellers = list(teller.ceremony.tellers.all())
    if all(one.confirmation for one in tellers):
        _complete(teller.ceremony, tellers)


@transaction.atomic
def declare_key_destroyed(teller: Teller, *, by: Person) -> Teller:
    """The teller declares, on record, that the key file and every copy of it are destroyed."""
    teller = _now(teller)
    permissions.can_use_key(by, teller)
    policies.key_is_no_longer_needed(teller)
    teller.key_destroyed_at = clock.now()
    teller.sealed_share = teller.received = ""
    teller.save(update_fields=["key_destroyed_at", "sealed_share", "received"])
    _record("ceremony.key_destroyed", teller.ceremony.session, by, teller=teller.number)
    return teller


@sensitive_variables()
def unlocked(teller: Teller, file: bytes, passphrase: str) -> Hidden:
    """The teller's key, for the length of one verb."""
    return keyfile.unlock(file, passphrase, session=teller.ceremony.session_id, teller=teller.number)


def _complete(ceremony: Ceremony, tellers: Sequence[Teller]) -> None:
    with _told_if_it_fails():
        ceremony.trustees, shares = steps.completed(
            [one.certificate for one in tellers], [one.polynomial for one in tellers],
            [one.confirmation for one in tellers],
        )  # fmt: skip
    for one, text in zip(tellers, shares, strict=True):
        one.sealed_share = text
    Teller.objects.bulk_update(tellers, ["sealed_share"])
    ceremony.ready_at = clock.now()
    _move(ceremony, CeremonyState.READY)


def _move(ceremony: Ceremony, state: CeremonyState) -> None:
    ceremony.state = state
    ceremony.save(update_fields=["state", "trustees", "ready_at"])


def _now(teller: Teller) -> Teller:
    """The teller as they are now; the ceremony is locked, so that the third to finish a step is one only."""
    ceremony = Ceremony.objects.select_for_update(of=("self",)).get(pk=teller.ceremony_id)
    found: Teller = Teller.objects.select_related("seat__person").get(pk=teller.pk)
    ceremony.session = CouncilSession.objects.select_related("council__unit", "led_by", "written_by").get(
        pk=ceremony.session_id
    )
    found.ceremony = ceremony
    return found


class _told_if_it_fails:
    """What the tool refuses becomes a sentence; the step can be done again."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, ToolFailed):
            raise NotNow(_say()) from None


def _say() -> str:
    return _("The program that makes the keys has refused this step. Nothing was changed: try again.")


def _record(verb: str, session: CouncilSession, by: Person, **details: Any) -> None:
    journal.record(verb, session, by=by, unit_id=session.council.unit_id, **details)
