"""How was voted, as the minutes tell it: items on which was voted alike are told together, by their places.

A council that decides on forty dossiers votes on one paper; forty equal sentences would hide the one that differs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.councils.enums import Choice, ItemState, Means
from kheo.councils.models import CouncilSession, Item, Poll


def how_was_voted(session: CouncilSession) -> Iterator[str]:
    """Every ballot, then every written opinion: its content only with the result in which it counts."""
    items = list(session.items.select_related("rule").prefetch_related("polls", "opinions__seat__person"))
    places = {item.pk: place for place, item in enumerate(items, start=1)}
    yield from _ballots(items, places)
    yield from _opinions(items, places)


def moment(at: datetime | None) -> str:
    """A moment as the minutes write it: 09:30 08/01/2024."""
    return timezone.localtime(at).strftime("%H:%M %d/%m/%Y") if at else ""


def numbers(places: Sequence[int]) -> str:
    """Places of an agenda, ascending: `1–21, 23, 25–39`."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _ballots(items: Sequence[Item], places: Mapping[int, int]) -> Iterator[str]:
    alike: dict[tuple[object, ...], list[tuple[Item, Poll]]] = defaultdict(list)
    for item in items:
        for poll in item.polls.all():
            how = (poll.number, poll.means, item.rule_id, moment(poll.opened_at), moment(poll.closed_at))
            alike[*how, moment(poll.abandoned_at)].append((item, poll))
    for voted in alike.values():
        item, poll = voted[0]
        yield _ballot([one for one, _poll in voted], poll, item.rule.name, places)


def _ballot(items: Sequence[Item], poll: Poll, rule: str, places: Mapping[int, int]) -> str:
    about = {
        "item": items[0].title, "items": numbers([places[item.pk] for item in items]), "number": poll.number,
        "means": Means(poll.means).label, "rule": rule, "opened": moment(poll.opened_at),
        "closed": moment(poll.closed_at),
    }  # fmt: skip
    if poll.abandoned_at and len(items) == 1:
        return _("“%(item)s”, ballot %(number)d: abandoned (%(means)s, opened at %(opened)s).") % about
    if poll.abandoned_at:
        return _("Items %(items)s, ballot %(number)d: abandoned (%(means)s, opened at %(opened)s).") % about
    if len(items) == 1:
        return (
            _(
                "“%(item)s”, ballot %(number)d: %(means)s, by the rule “%(rule)s”, opened at %(opened)s,"
                " closed at %(closed)s."
            )
            % about
        )
    return (
        _(
            "Items %(items)s, ballot %(number)d: %(means)s, by the rule “%(rule)s”, opened at %(opened)s,"
            " closed at %(closed)s."
        )
        % about
    )


def _opinions(items: Sequence[Item], places: Mapping[int, int]) -> Iterator[str]:
    alike: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        for opinion in item.opinions.all():
            choice = opinion.choice if item.state == ItemState.ANNOUNCED else ""
            alike[opinion.seat.person.full_name, choice].append(item)
    for (person, choice), about in alike.items():
        yield _opinion(person, choice, about, numbers([places[item.pk] for item in about]))


def _opinion(person: str, choice: str, items: Sequence[Item], where: str) -> str:
    about = {"person": person, "item": items[0].title, "items": where}
    if choice:
        about["choice"] = str(Choice(choice).label)
        if len(items) == 1:
            return _("Written opinion of %(person)s on “%(item)s”: %(choice)s.") % about
        return _("Written opinion of %(person)s on the items %(items)s: %(choice)s.") % about
    if len(items) == 1:
        return _("A written opinion of %(person)s on “%(item)s” was received.") % about
    return _("Written opinions of %(person)s on the items %(items)s were received.") % about
