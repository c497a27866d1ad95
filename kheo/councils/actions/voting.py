"""What members and counters do: vote openly, count by two, write an opinion; and the chair's word between equals."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.councils import outcomes, permissions, policies
from kheo.councils.actions.locking import item_now, session_now
from kheo.councils.counting import Counts
from kheo.councils.enums import Choice, Counted
from kheo.councils.models import Item, PaperCount, Quota, Seat, TieSettled, Vote, WrittenOpinion
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean
from kheo.people.models import Person


@transaction.atomic
def vote(item: Item, choice: Choice, *, by: Person) -> Vote:
    """Vote openly, or change one's vote until the ballot is closed. One vote for each seat."""
    item = item_now(item)
    permissions.can_vote(by, item)
    poll = outcomes.last_poll(item)
    assert poll is not None, "the rule has seen it"
    seat = permissions.seat_of(by, item.session)
    given, _made = Vote.objects.update_or_create(poll=poll, seat=seat, defaults={"choice": Choice(choice)})
    journal.record("item.voted", item, by=by, unit_id=item.session.council.unit_id, ballot=poll.number)
    return given


@transaction.atomic
def enter_count(item: Item, counts: Counts, *, issued: int, by: Person) -> Counted:
    """Enter what one has counted of a show of hands or of paper ballots; a second person does the same, unseeing.

    Equal counts are the result. Counts that differ are both void, stay on record, and are made again.
    """
    item = item_now(item)
    poll = outcomes.last_poll(item)
    policies.takes_counts(poll)
    assert poll is not None, "the rule has seen it"
    permissions.can_enter_count(by, poll)
    _check_count(counts, issued, poll.present - poll.recused_present)
    first = PaperCount.objects.standing().filter(poll=poll).first()
    mine = PaperCount.objects.create(
        poll=poll, by=by, at=clock.now(), issued=issued, agreed=counts.agreed, against=counts.against,
        abstained=counts.abstained, invalid=counts.invalid,
    )  # fmt: skip
    return _compared(item, first, mine)


@transaction.atomic
def write_opinion(item: Item, seat: Seat, choice: Choice, *, by: Person) -> WrittenOpinion:
    """Record the opinion that an absent member has sent in writing (blocks-and-awards.md §3.3, step 8)."""
    item = item_now(item)
    permissions.can_write_opinion(by, item, seat)
    opinion, _made = WrittenOpinion.objects.update_or_create(item=item, seat=seat, defaults={"choice": Choice(choice)})
    journal.record("item.opinion_written", item, by=by, unit_id=item.session.council.unit_id, seat=seat.pk)
    return opinion


@transaction.atomic
def settle_tie(item: Item, *, passed: bool, reason: str, by: Person) -> TieSettled:
    """Between equal votes, who leads the session applies the rule that the item is voted on by; it is printed."""
    item = item_now(item)
    permissions.can_settle_tie(by, item)
    poll = outcomes.last_poll(item)
    assert poll is not None, "the rule has seen it"
    settled = TieSettled.objects.create(
        poll=poll, rule=item.rule.tie, passed=passed, reason=_reason(reason), by=by, at=clock.now()
    )
    journal.record("item.tie_settled", item, by=by, unit_id=item.session.council.unit_id, passed=passed)
    return settled


@transaction.atomic
def settle_last_place(quota: Quota, chosen: Iterable[Item], *, reason: str, by: Person) -> Quota:
    """Several items share the last places of a quota: who leads the session gives them by the rule."""
    session = session_now(quota.session)
    permissions.can_decide_for_the_council(by, session)
    policies.is_open(session)
    quota = Quota.objects.select_related("session").get(pk=quota.pk)
    policies.has_a_last_place_to_settle(quota)
    places = outcomes.places_of(quota, outcomes.decided(session))
    ids = {item.pk for item in chosen}
    if len(ids) != places.left or ids - {item.pk for item in places.equal}:
        raise BadInput(_("Choose %(count)d of the items that share the last place.") % {"count": places.left})
    quota.settled_because, quota.settled_by = _reason(reason), by
    quota.save(update_fields=["settled_because", "settled_by"])
    Item.objects.filter(pk__in=ids).update(last_place=True)
    journal.record("quota.settled", quota, by=by, unit_id=session.council.unit_id)
    return quota


@transaction.atomic
def exceed_quota(quota: Quota, *, reason: str, by: Person) -> Quota:
    """Adopt more than the quota has places for; the reason is printed beside each result."""
    session = session_now(quota.session)
    permissions.can_decide_for_the_council(by, session)
    policies.is_open(session)
    quota = Quota.objects.select_related("session").get(pk=quota.pk)
    policies.is_exceeded(quota)
    quota.exceeded_because, quota.exceeded_by = _reason(reason), by
    quota.save(update_fields=["exceeded_because", "exceeded_by"])
    journal.record("quota.exceeded", quota, by=by, unit_id=session.council.unit_id)
    return quota


def _compared(item: Item, first: PaperCount | None, mine: PaperCount) -> Counted:
    """Whether the second count agrees with the first; the journal says so, without the figures."""
    about: dict[str, Any] = {"by": mine.by, "unit_id": item.session.council.unit_id, "ballot": mine.poll.number}
    journal.record("item.count_entered", item, **about)
    if first is None:
        return Counted.ONE
    if (first.counts, first.issued) != (mine.counts, mine.issued):
        PaperCount.objects.filter(pk__in=[first.pk, mine.pk]).update(void=True)
        journal.record("item.counts_differed", item, **about)
        return Counted.DIFFER
    mine.agreed_with = first
    mine.save(update_fields=["agreed_with"])
    journal.record("item.counts_agreed", item, **about)
    return Counted.AGREED


def _check_count(counts: Counts, issued: int, voters: int) -> None:
    if min(counts.agreed, counts.against, counts.abstained, counts.invalid, issued) < 0:
        raise BadInput(_("Counts are whole numbers from nought."))
    if counts.total > issued:
        raise BadInput(
            _("%(total)d ballots are more than the %(issued)d that were issued.")
            % {"total": counts.total, "issued": issued}
        )
    if issued > voters:
        raise BadInput(
            _("%(issued)d ballots are more than the %(voters)d members present who vote on this item.")
            % {"issued": issued, "voters": voters}
        )


def _reason(reason: str) -> str:
    if not clean(reason):
        raise BadInput(_("Write the reason: it is printed in the minutes."))
    return clean(reason)
