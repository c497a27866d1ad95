"""The chair's view: who is there, the matter at hand, and the one step that is legal next."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kheo.councils import conflicts, outcomes, permissions, policies, roll, screen, steps
from kheo.councils.enums import Attending, ItemState, Means, SessionState
from kheo.councils.forms.live import MeansForm
from kheo.councils.views.finding import session_of
from kheo.councils.views.live import answer, tag_of


@require_safe
def chair(request, pk):
    """The whole page; everything that changes by itself stands in its part `now`."""
    it, items, item = _at(request, pk)
    seen = screen.of(it)
    page = _now(request, it, item, seen) | {
        "items": items,
        "attending": roll.attending(it),
        "quotas": _quotas(it),
        "why_not_open": permissions.can_open_session.why_not(request.user, it),
        "why_not_conclude": permissions.can_conclude.why_not(request.user, it),
        "has_absent": Attending.WRITTEN in roll.attending(it).values(),
        "sealed": it.elections.exists() or (hasattr(it, "ceremony") and any(item.rule.secret for item in items)),
        "decides": permissions.can_decide_for_the_council.allows(request.user, it),
    }
    if item:
        page |= _about(request, it, item)
    return render(request, "councils/chair.html", page)


@require_safe
def chair_now(request, pk):
    """The steps, and how far the vote or the count is."""
    it, _items, item = _at(request, pk)
    return answer(request, "councils/chair.html#now", _now(request, it, item, screen.of(it)))


def _at(request, pk):
    """The session, its items, and the one looked at: the one named, the one at hand, or the first to come."""
    it = session_of(request, pk)
    permissions.can_lead(request.user, it)
    items = list(it.items.select_related("rule", "quota", "subject__unit"))
    for item in items:
        item.session = it
    named = request.GET.get("item", "")
    if named:
        return it, items, _of(items, get_object_or_404(it.items, pk=named if named.isdecimal() else 0).pk)
    at_hand = screen.focus(it)
    waiting = next((item for item in items if item.state == ItemState.WAITING), None)
    return it, items, _of(items, at_hand.pk) if at_hand else waiting


def _of(items, pk):
    return next(item for item in items if item.pk == pk)


def _now(request, it, item, seen):
    poll = outcomes.last_poll(item) if item else None
    missing = _missing(item, poll)
    voting = next((one for one in seen.votings if item and item.pk in {line.item for line in one.lines}), None)
    return {
        "session": it,
        "item": item,
        "seen": seen,
        "voting": voting,
        "poll": poll,
        "missing": missing,
        "steps": steps.of(request.user, item) if item else [],
        "means": MeansForm(rule=item.rule) if item else None,
        "is_sealed": bool(poll and poll.means == Means.SEALED),
        "is_counted_by_hand": bool(voting and voting.is_by_hand and poll.closed_at),
        "tag": tag_of(seen, it.state, item and (item.pk, item.state), missing),
    }


def _about(request, it, item):
    """Everything about the matter at hand that changes only by the chair's own doing."""
    poll = outcomes.last_poll(item)
    if poll:
        poll.item = item
    announced = item.state == ItemState.ANNOUNCED
    return {
        "facts": screen.facts([item], it.council.unit).get(item.pk, []),
        "place": list(it.items.values_list("pk", flat=True)).index(item.pk) + 1,
        "threshold": screen.threshold_in_words(item.rule),
        "unsettled": list(conflicts.unsettled(item)) if policies.can_recuse.allows(item) else [],
        "recusals": item.recusals.select_related("seat__person"),
        "may_recuse": policies.can_recuse.allows(item),
        "letters": _letters(item),
        "outcome": outcomes.of(poll) if announced and poll else None,
        "adopted": announced and poll is not None and outcomes.adopted(poll),
        "tied": announced and poll is not None and outcomes.needs_a_tie_settled(poll),
        "corrections": poll.corrections.count() if poll else 0,
        "may_correct": permissions.can_correct.allows(request.user, item),
        "may_set_aside": permissions.can_set_aside.allows(request.user, item),
        "may_take_up": permissions.can_take_up.allows(request.user, item),
    }


def _letters(item):
    """Of whom an opinion in writing is expected: their names, recorded and not recorded; never what they wrote."""
    how, out = roll.attending(item.session), roll.recused(item)
    written = set(item.opinions.values_list("seat", flat=True))
    seats = [seat for seat in roll.members(item.session) if how.get(seat.pk) == Attending.WRITTEN]
    here = [(seat.person.full_name, seat.pk in written) for seat in seats if seat.pk not in out]
    return {"in": [name for name, is_in in here if is_in], "out": [name for name, is_in in here if not is_in]}


def _missing(item, poll):
    """Who has not voted yet, by name, in an open vote; in a secret ballot nobody is told who."""
    if not poll or poll.closed_at or poll.means != Means.PHONES:
        return []
    voted = set(poll.votes.values_list("seat", flat=True))
    return [seat.person.full_name for seat in roll.voters(item) if seat.pk not in voted]


def _quotas(it):
    """How the places of each quota fall so far, while the session is open."""
    if it.state != SessionState.OPEN:
        return []
    decided = outcomes.decided(it)
    return [(quota, outcomes.places_of(quota, decided)) for quota in it.quotas.order_by("pk")]
