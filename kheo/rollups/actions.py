"""The verbs of roll-ups: trust a key for a unit, withdraw that, take a file. Without a person: the command line."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date, period
from kheo.people.models import Person
from kheo.rollups import fingerprints, keys, permissions, policies, sealed
from kheo.rollups.models import Rollup, RollupUnit, Sender
from kheo.units.models import Unit


class UnknownKey(BadInput):
    """The file is signed with a key that nobody here has vouched for; `unit` and `key` say what would be trusted."""

    def __init__(self, sentence: str, unit: Unit, key: str) -> None:
        super().__init__(sentence)
        self.unit, self.key = unit, key


@transaction.atomic
def make_key(unit: Unit, *, by: Person | None) -> bool:
    """Make the key of this installation, once; whether it was missing. `unit` is whose roll-ups it is made for."""
    if by is not None:
        permissions.can_make(by, unit)
    if not keys.make():
        return False
    journal.record(
        "rollup_key.made", unit, by=by, unit_id=unit.pk, fingerprint=fingerprints.of_key(keys.public(keys.own()))
    )
    return True


@transaction.atomic
def trust(unit: Unit, key: str, *, by: Person | None, starts: date | None = None) -> Sender:
    """Files of the unit that were made from a day on (today unless told) and signed with the key are taken."""
    unit = _locked(unit)
    _may(by, unit)
    policies.is_not_trusted(unit, key)
    starts = starts or clock.today()
    if Sender.objects.filter(unit=unit, key=key, during__overlap=period(starts)).exists():
        said = _("This key was withdrawn for %(unit)s later than %(day)s: name a later day.")
        raise BadInput(said % {"unit": unit.name, "day": format_date(starts)})
    made: Sender = Sender.objects.create(unit=unit, key=key, during=period(starts), at=clock.now(), by=by)
    journal.record("rollup_sender.trusted", made, by=by, unit_id=unit.pk, fingerprint=made.fingerprint)
    return made


@transaction.atomic
def withdraw_trust(unit: Unit, key: str, *, by: Person | None, since: date | None = None) -> None:
    """Nothing that was made since a day (today unless told) is taken any more; what was taken stays."""
    unit = _locked(unit)
    _may(by, unit)
    policies.is_trusted(unit, key)
    sender = Sender.objects.select_for_update().get(unit=unit, key=key, during__upper_inf=True)
    since = since or clock.today()
    if since <= sender.during.lower:  # never trusted at all: the row stays, with a period of no day
        since = sender.during.lower
    sender.during = period(sender.during.lower, since - timedelta(days=1))
    sender.save(update_fields=["during"])
    journal.record(
        "rollup_sender.withdrawn", sender, by=by, unit_id=unit.pk, fingerprint=fingerprints.of_key(key),
        since=since.isoformat(),
    )  # fmt: skip


@transaction.atomic
def take(file: bytes, *, by: Person | None) -> tuple[Rollup, bool]:
    """Verify a file and keep it: the roll-up, and whether it is new. The same file again changes nothing.

    Which one is the newest follows from when each was made; so any order of taking ends in the same state.
    """
    read = sealed.unseal(file)
    content = read.content
    unit = _locked(_unit_of(content))
    _may(by, unit)
    sender = _sender_of(unit, read)
    policies.is_sound(content)
    there = Rollup.objects.filter(sha256=read.sha256).first()
    if there:
        return there, False
    taken: Rollup = Rollup.objects.create(
        unit=unit, sha256=read.sha256, file=file, sender=sender, taken_at=clock.now(), by=by,
        **content.model_dump(exclude={"unit", "units"}),
    )  # fmt: skip
    RollupUnit.objects.bulk_create([RollupUnit(rollup=taken, **one.model_dump()) for one in content.units], 5000)
    journal.record(
        "rollup.taken", taken, by=by, unit_id=unit.pk, movement=content.movement, round=content.round,
        sha256=read.sha256,
    )  # fmt: skip
    return taken, True


def _unit_of(content: sealed.Content) -> Unit:
    unit: Unit | None = Unit.objects.coded(content.unit, content.on).first()
    if unit is None:
        raise BadInput(
            _("No unit here bore the code “%(unit)s” on %(day)s: add it to the tree, or ask the sender for its code.")
            % {"unit": content.unit, "day": format_date(content.on)}
        )
    return unit


def _sender_of(unit: Unit, read: sealed.Sealed) -> Sender:
    day = timezone.localdate(read.content.made_at)
    sender = Sender.objects.filter(unit=unit, key=read.key, during__contains=day).first()
    if sender is None:
        said = _(
            "The key %(fingerprint)s was not trusted for %(unit)s on %(day)s: compare it with the sender by telephone"
            " first, then trust it."
        )
        told = {"fingerprint": fingerprints.of_key(read.key), "unit": unit.name, "day": format_date(day)}
        raise UnknownKey(said % told, unit, read.key)
    return sender


def _may(by: Person | None, unit: Unit) -> None:
    if by is not None:
        permissions.can_receive_from(by, unit)


def _locked(unit: Unit) -> Unit:
    locked: Unit = Unit.objects.select_for_update().get(pk=unit.pk)
    return locked
