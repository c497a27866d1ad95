"""Registrations of a past year at once, from the list officials keep: the same records as the verbs leave behind.

The steps between (who wrote, sent and accepted them on which day) are not in such a list, so they are not invented:
each registration bears one line of history, that it was brought in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.exemplars.enums import Status
from kheo.exemplars.models import Acceptance, Decline, Dossier, Exemplar, Registration, Withdrawal, search_words
from kheo.exemplars.receiving import next_codes
from kheo.kernel import journal
from kheo.kernel.copying import copy_in, reserve_ids
from kheo.people.models import Person
from kheo.units.models import Unit
from kheo.units.permissions import can_bring_in

_REGISTRATION = (
    "id", "exemplar_id", "round_id", "unit_id", "receiver_id", "code", "title", "kind", "subject", "field_id", "level",
    "origin", "summary", "status", "registered_on", "submitted_at", "submitted_by_id", "retroactive", "demonstration",
    "search_text",
)  # fmt: skip
# A dossier whose other boxes are empty: the list says nothing of them.
_BOXES = [
    str(field.column) for field in Dossier._meta.concrete_fields
    if field.name not in ("id", "registration", "person_name") and not field.null
]  # fmt: skip
_DOSSIER = ("registration_id", "person_name", *_BOXES)
_EMPTY_BOXES = [""] * len(_BOXES)


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
    id: int | None = None  # these two once it is written
    code: str = ""


@transaction.atomic
def bring_in(listed: Sequence[Listed], *, by: Person | None) -> list[int]:
    """Write every registration of a list and give each its `id`; gives the ids of the exemplars that are new.

    `by` is None only for the command line. The list has been examined: what the records refuse fails as a whole.
    """
    if by:
        can_bring_in(by, {one.unit_id for one in listed} | {one.receiver_id for one in listed})
    began = _begin_exemplars(listed)
    for one, pk in zip(listed, reserve_ids(Registration, len(listed)), strict=True):
        one.id = pk
    codes = _codes(listed)
    units = dict(Unit.objects.filter(pk__in={one.unit_id for one in listed}).values_list("pk", "name"))
    copy_in(Registration, _REGISTRATION, (_registration(one, codes, units, by) for one in listed))
    copy_in(Dossier, _DOSSIER, ((one.id, one.person_name, *_EMPTY_BOXES) for one in listed))
    _write_answers(listed, by)
    journal.record_all(
        "registration.brought_in",
        "registration",
        ((one.id or 0, one.unit_id, {"code": one.code}) for one in listed),
        by=by,
    )
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
    ids = reserve_ids(Exemplar, len(new))
    for one, pk in zip(new, ids, strict=True):
        one.exemplar_id = pk
    copy_in(Exemplar, ["id", "unit_id", "began"], ((one.exemplar_id, one.unit_id, one.registered_on) for one in new))
    return ids


def _codes(listed: Iterable[Listed]) -> dict[tuple[int, int], Iterator[str]]:
    """The codes each receiving office gives in each year, in the order of the list."""
    wanted: dict[tuple[int, int], int] = defaultdict(int)
    for one in listed:
        wanted[one.receiver_id, one.registered_on.year] += 1
    return {place: iter(next_codes(*place, count)) for place, count in sorted(wanted.items())}


def _registration(
    one: Listed, codes: dict[tuple[int, int], Iterator[str]], units: dict[int, str], by: Person | None
) -> tuple:
    one.code = next(codes[one.receiver_id, one.registered_on.year])
    return (
        one.id, one.exemplar_id, one.round_id, one.unit_id, one.receiver_id, one.code, one.title, one.kind, one.subject,
        one.field_id, one.level, one.origin, one.summary, one.status, one.registered_on, moment(one.registered_on),
        by.pk if by else None, False, False,
        search_words(one.code, one.title, one.person_name, units[one.unit_id]),
    )  # fmt: skip


def _write_answers(listed: Iterable[Listed], by: Person | None) -> None:
    """The row behind each status: a fact that matters is a record."""
    by_status: dict[str, list[Listed]] = defaultdict(list)
    for one in listed:
        by_status[one.status].append(one)
    by_id, why = by.pk if by else None, _("As in the list that was brought in; it gives no reason.")
    for model, status, columns, told in (
        (Acceptance, Status.ACCEPTED, [], []),
        (Decline, Status.DECLINED, ["reason", "note"], ["", why]),
        (Withdrawal, Status.WITHDRAWN, ["reason"], [why]),
    ):
        rows = ((one.id, moment(one.registered_on), by_id, *told) for one in by_status[status])
        copy_in(model, ["registration_id", "at", "by_id", *columns], rows)


@cache
def moment(day: date) -> datetime:
    """The beginning of a day in Vietnam: a list knows days, never hours."""
    return timezone.make_aware(datetime.combine(day, time()))
