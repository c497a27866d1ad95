"""The verbs of a session: convene, set the agenda, record who takes part, open, conclude, wipe a rehearsal."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kheo.councils import conflicts, outcomes, permissions, policies, results, roll
from kheo.councils.actions.forgetting import forget
from kheo.councils.actions.locking import item_now, session_now
from kheo.councils.enums import Attending, SessionState
from kheo.councils.models import Attendance, Council, CouncilSession, Item, Quota, Recusal, Result, Seat, VotingRule
from kheo.evaluations.models import Subject
from kheo.evaluations.policies import stands
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.text import clean, clean_line
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.people.models import Person


@transaction.atomic
def convene(
    council: Council, *, on: date, place: str, led_by: Seat, written_by: Seat, by: Person, title: str = "",
    round_: Round | None = None, for_awards: bool = False, rehearsal: bool = False,
    shortlist: Iterable[Subject] = (), rule: VotingRule | None = None,
) -> CouncilSession:  # fmt: skip
    """Call the council together, with an agenda made from a shortlist that is voted on by one rule.

    An award session needs the higher quorum. A rehearsal is like any session, is marked, counts nowhere, and is wiped
    afterwards with `wipe_rehearsal`.
    """
    council = Council.objects.select_related("unit").get(pk=council.pk)
    permissions.can_convene(by, council)
    policies.sits_on(council, on)
    if round_:
        is_not_closed(round_)
    quorum = council.quorum(for_awards=for_awards)
    session = CouncilSession(
        council=council, round=round_, title=clean_line(title) or council.name, on=on, place=clean_line(place),
        for_awards=for_awards, rehearsal=rehearsal, led_by=led_by, written_by=written_by,
        quorum_num=quorum.numerator, quorum_den=quorum.denominator,
    )  # fmt: skip
    _check_officers(session)
    session.save()
    journal.record("session.convened", session, by=by, unit_id=council.unit_id, on=format_date(on), rehearsal=rehearsal)
    for subject in shortlist:
        if rule is None:
            raise BadInput(_("Choose the rule by which the shortlist is voted on."))
        add_item(session, rule=rule, subject=subject, by=by)
    return session


@transaction.atomic
def change_officers(session: CouncilSession, *, led_by: Seat, written_by: Seat, by: Person) -> CouncilSession:
    """Name others to lead the session and to write its minutes."""
    session = session_now(session)
    permissions.can_prepare(by, session)
    session.led_by, session.written_by = led_by, written_by
    _check_officers(session)
    session.save(update_fields=["led_by", "written_by"])
    _record("session.officers_changed", session, by)
    return session


@transaction.atomic
def add_item(
    session: CouncilSession, *, rule: VotingRule, by: Person, subject: Subject | None = None, title: str = "",
    quota: Quota | None = None,
) -> Item:  # fmt: skip
    """Put a subject of the round, or a matter of the council's own, at the end of the agenda."""
    session = session_now(session)
    permissions.can_prepare(by, session)
    title = clean_line(title) or (subject.title if subject else "")
    if not title:
        raise BadInput(_("Write what the item is about."))
    if rule.council_id != session.council_id or (quota and quota.session_id != session.pk):
        raise BadInput(_("The rule and the quota of an item are those of its own council and session."))
    if subject:
        stands(Subject.objects.get(pk=subject.pk))  # as it is now
    if subject and session.items.filter(subject=subject).exists():
        raise NotNow(_("“%(title)s” is already on the agenda.") % {"title": title})
    last = session.items.aggregate(last=Max("order"))["last"] or 0
    item = Item.objects.create(session=session, subject=subject, title=title, rule=rule, quota=quota, order=last + 1)
    journal.record("item.added", item, by=by, unit_id=session.council.unit_id)
    return item


@transaction.atomic
def order_items(session: CouncilSession, items: Sequence[Item], *, by: Person) -> None:
    """Put the whole agenda in a new order."""
    session = session_now(session)
    permissions.can_prepare(by, session)
    if sorted(item.pk for item in items) != sorted(session.items.values_list("pk", flat=True)):
        raise BadInput(_("Name every item of the agenda once."))
    for place, item in enumerate(items, start=1):
        Item.objects.filter(pk=item.pk).update(order=place)
    _record("item.moved", session, by)


@transaction.atomic
def drop_item(item: Item, *, by: Person) -> None:
    """Take off the agenda what the council has not taken up."""
    item = item_now(item)
    permissions.can_prepare(by, item.session)
    policies.is_waiting(item)
    if item.polls.exists():
        raise NotNow(_("This item has been voted on: it stays on the agenda."))
    journal.record("item.dropped", item, by=by, unit_id=item.session.council.unit_id)
    item.delete()


@transaction.atomic
def set_quota(session: CouncilSession, *, name: str, places: int, items: Iterable[Item], by: Person) -> Quota:
    """Allow at most so many of a group of items to be adopted."""
    session = session_now(session)
    permissions.can_prepare(by, session)
    if not clean_line(name):
        raise BadInput(_("Give the quota a name."))
    quota, _made = Quota.objects.update_or_create(session=session, name=clean_line(name), defaults={"places": places})
    session.items.filter(quota=quota).update(quota=None)
    session.items.filter(pk__in=[item.pk for item in items]).update(quota=quota)
    journal.record("quota.set", quota, by=by, unit_id=session.council.unit_id, places=places)
    return quota


@transaction.atomic
def record_attendance(
    session: CouncilSession, attending: dict[int, str], *, by: Person, reasons: dict[int, str] | None = None
) -> None:
    """Record who takes part: `{seat id: Attending}`. Who is not named stays as recorded, at first absent."""
    session = session_now(session)
    permissions.can_prepare(by, session)
    policies.the_roll_can_change(session)
    seats = set(session.seats.values_list("pk", flat=True))
    if set(attending) - seats or set(attending.values()) - set(Attending.values):
        raise BadInput(_("Only members who sit in the council on that day take part, present or absent."))
    rows = [
        Attendance(session=session, seat_id=seat_id, attending=how, reason=clean_line((reasons or {}).get(seat_id, "")))
        for seat_id, how in attending.items()
    ]
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session", "seat"], update_fields=["attending", "reason"]
    )
    _record("attendance.recorded", session, by)


@transaction.atomic
def recuse(item: Item, seat: Seat, *, reason: str, by: Person) -> Recusal:
    """A member steps aside from an item: present, and without a voice in it."""
    return _recusal(item, seat, reason=reason, takes_part=False, by=by)


@transaction.atomic
def let_take_part(item: Item, seat: Seat, *, reason: str, by: Person) -> Recusal:
    """The council lets a member take part although they are near to the item; the reason is printed."""
    permissions.can_lead(by, item.session)
    return _recusal(item, seat, reason=reason, takes_part=True, by=by)


@transaction.atomic
def withdraw_recusal(recusal: Recusal, *, by: Person) -> None:
    """What was recorded about a member and an item is taken back, before the vote."""
    item = item_now(recusal.item)
    permissions.can_recuse(by, item, recusal.seat)
    journal.record("item.recusal_withdrawn", item, by=by, unit_id=item.session.council.unit_id, seat=recusal.seat_id)
    recusal.delete()


@transaction.atomic
def recuse_all_in_conflict(session: CouncilSession, *, by: Person) -> int:
    """Everybody steps aside from the items they are too near to by the kinship of units; answers how many did."""
    session = session_now(session)
    permissions.can_prepare(by, session)
    seats = {seat.pk: seat for seat in roll.members(session)}
    found = conflicts.of(session)
    done = 0
    for item in session.items.filter(pk__in=found).exclude(polls__isnull=False):
        recorded = set(item.recusals.values_list("seat", flat=True))
        for seat_id, why in found[item.pk].items():
            if seat_id not in recorded:
                recuse(item, seats[seat_id], reason=" ".join(why)[:300], by=by)
                done += 1
    return done


@transaction.atomic
def open_session(session: CouncilSession, *, by: Person) -> CouncilSession:
    """Open the session: enough members are present."""
    session = session_now(session)
    permissions.can_open_session(by, session)
    session.state, session.opened_at = SessionState.OPEN, clock.now()
    session.save(update_fields=["state", "opened_at"])
    found = roll.quorum(session)
    _record("session.opened", session, by, present=found.present, members=found.members)
    return session


@transaction.atomic
def conclude_session(session: CouncilSession, *, by: Person) -> list[Result]:
    """Conclude the session: what was announced becomes the council's results, which store what they were counted from.

    Refused while an item, a tie or the last place of a quota is unsettled. Items of an exceeded quota that were not
    chosen are not adopted, unless the quota was exceeded with a reason.
    """
    session = session_now(session)
    permissions.can_conclude(by, session)
    found = outcomes.decided(session)
    outside = outcomes.outside_quotas(session, found)
    written = Result.objects.bulk_create(results.built(one, within=one.item.pk not in outside) for one in found)
    session.state, session.concluded_at = SessionState.CONCLUDED, clock.now()
    session.save(update_fields=["state", "concluded_at"])
    passed = sum(result.passed for result in written)
    _record("session.concluded", session, by, passed=passed, not_passed=len(written) - passed)
    return written


@transaction.atomic
def wipe_rehearsal(session: CouncilSession, *, by: Person) -> None:
    """Delete a rehearsal with everything in it. The journal keeps that there was one."""
    session = session_now(session)
    permissions.can_wipe(by, session)
    _record("session.rehearsal_wiped", session, by)
    for election in session.elections.all():
        forget(election)
    Result.objects.filter(item__session=session).delete()
    session.items.all().delete()
    session.elections.all().delete()
    session.delete()


def _recusal(item: Item, seat: Seat, *, reason: str, takes_part: bool, by: Person) -> Recusal:
    item = item_now(item)
    permissions.can_recuse(by, item, seat)
    if not clean(reason):
        raise BadInput(_("Write the reason: it is printed in the minutes."))
    recusal, _made = Recusal.objects.update_or_create(
        item=item, seat=seat, defaults={"reason": clean_line(reason)[:300], "takes_part": takes_part}
    )
    verb = "item.takes_part" if takes_part else "item.recused"
    journal.record(verb, item, by=by, unit_id=item.session.council.unit_id, seat=seat.pk)
    return recusal


def _check_officers(session: CouncilSession) -> None:
    policies.holds_on(session.led_by, session)
    policies.holds_on(session.written_by, session)
    policies.leads(session.led_by)


def _record(verb: str, session: CouncilSession, by: Person, **details: Any) -> None:
    journal.record(verb, session, by=by, unit_id=session.council.unit_id, **details)
