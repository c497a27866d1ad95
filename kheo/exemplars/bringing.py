"""Registrations of a past year at once, from the list officials keep: the same records as the verbs leave behind.

The steps between (who wrote, sent and accepted them on which day) are not in such a list, so they are not invented:
each registration bears one line of history, that it was brought in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.exemplars.enums import Status
from kheo.exemplars.models import Acceptance, Decline, Dossier, Exemplar, Registration, Withdrawal
from kheo.exemplars.receiving import next_codes
from kheo.kernel import journal
from kheo.kernel.models import Entry
from kheo.kernel.text import fold
from kheo.people.models import Person
from kheo.units.permissions import can_bring_in

TOGETHER = 5000  # rows of one statement


@dataclass(slots=True)
class Listed:
    """A registration as a list told it: accepted, declined or withdrawn."""

    round_id: int
    unit_id: int
    receiver_id: int
    title: str
    kind: str
    subject: str
    level: str
    origin: str
    status: str
    registered_on: date
    field_id: int | None = None
    summary: str = ""
    person_name: str = ""
    exemplar_id: int | None = None  # the exemplar that it continues
    id: int | None = None  # once it is written


@transaction.atomic
def bring_in(listed: Sequence[Listed], *, by: Person | None) -> list[int]:
    """Write every registration of a list and give each its `id`; gives the ids of the exemplars that are new.

    `by` is None only for the command line. The list has been examined: what the records refuse fails as a whole.
    """
    if by:
        can_bring_in(by, {one.unit_id for one in listed} | {one.receiver_id for one in listed})
    began = []
    for some in batched(listed, TOGETHER, strict=False):
        began += _begin_exemplars(some)
    codes = _codes(listed)
    for some in batched(listed, TOGETHER, strict=False):
        _write(some, codes, by)
    return began


@transaction.atomic
def take_back(registration_ids: Sequence[int], exemplar_ids: Sequence[int], *, by: Person) -> None:
    """Delete registrations that a list brought in and nothing hangs on; `ProtectedError` when something does."""
    registrations = Registration.objects.filter(pk__in=registration_ids)
    can_bring_in(by, registrations.values_list("receiver", flat=True).distinct())
    registrations.delete()
    Exemplar.objects.filter(pk__in=exemplar_ids).delete()


def _begin_exemplars(listed: Iterable[Listed]) -> list[int]:
    new = [one for one in listed if one.exemplar_id is None]
    exemplars = Exemplar.objects.bulk_create([Exemplar(unit_id=one.unit_id, began=one.registered_on) for one in new])
    for one, exemplar in zip(new, exemplars, strict=True):
        one.exemplar_id = exemplar.pk
    return [exemplar.pk for exemplar in exemplars]


def _codes(listed: Iterable[Listed]) -> dict[tuple[int, int], Iterator[str]]:
    """The codes each receiving office gives in each year, in the order of the list."""
    wanted: dict[tuple[int, int], int] = defaultdict(int)
    for one in listed:
        wanted[one.receiver_id, one.registered_on.year] += 1
    return {place: iter(next_codes(*place, count)) for place, count in sorted(wanted.items())}


def _write(listed: Sequence[Listed], codes: dict[tuple[int, int], Iterator[str]], by: Person | None) -> None:
    registrations = Registration.objects.bulk_create(
        [_registration(one, next(codes[one.receiver_id, one.registered_on.year]), by) for one in listed]
    )
    for one, registration in zip(listed, registrations, strict=True):
        one.id = registration.pk
    Dossier.objects.bulk_create(
        [Dossier(registration_id=one.id, person_name=one.person_name) for one in listed]
    )  # fmt: skip
    _answers(registrations, by)
    journal.record_many([_entry(registration, by) for registration in registrations])


def _registration(one: Listed, code: str, by: Person | None) -> Registration:
    return Registration(
        exemplar_id=one.exemplar_id, round_id=one.round_id, unit_id=one.unit_id, receiver_id=one.receiver_id, code=code,
        title=one.title, kind=one.kind, subject=one.subject, field_id=one.field_id, level=one.level, origin=one.origin,
        summary=one.summary, status=one.status, registered_on=one.registered_on, submitted_at=moment(one.registered_on),
        submitted_by=by, search_text=fold(f"{code} {one.title} {one.person_name}"),
    )  # fmt: skip


def _answers(registrations: Iterable[Registration], by: Person | None) -> None:
    """The row behind each status: a fact that matters is a record."""
    by_status = defaultdict(list)
    for registration in registrations:
        by_status[registration.status].append(registration)
    Acceptance.objects.bulk_create(
        [Acceptance(registration=r, at=r.submitted_at, by=by) for r in by_status[Status.ACCEPTED]]
    )
    Decline.objects.bulk_create(
        [Decline(registration=r, note=_as_listed(), at=r.submitted_at, by=by) for r in by_status[Status.DECLINED]]
    )
    Withdrawal.objects.bulk_create(
        [Withdrawal(registration=r, reason=_as_listed(), at=r.submitted_at, by=by) for r in by_status[Status.WITHDRAWN]]
    )


def _as_listed() -> str:
    return _("As in the list that was brought in; it gives no reason.")


def _entry(registration: Registration, by: Person | None) -> Entry:
    return journal.entry(
        "registration.brought_in", "registration", registration.pk,
        by_id=by.pk if by else None, unit_id=registration.unit_id, code=registration.code,
    )  # fmt: skip


def moment(day: date) -> datetime:
    """The beginning of a day in Vietnam: a list knows days, never hours."""
    return timezone.make_aware(datetime.combine(day, time()))
