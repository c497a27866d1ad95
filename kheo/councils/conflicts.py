"""Who of a council is too near to an item, worked out from kinship of units before anybody is asked."""

from collections.abc import Iterator

from kheo.councils import roll
from kheo.councils.models import CouncilSession, Item, Seat
from kheo.evaluations.conflicts import Nearness


def of(session: CouncilSession) -> dict[int, dict[int, list[str]]]:
    """The conflicts of everybody who has a vote, as sentences: `{item id: {seat id: [sentence]}}`."""
    units: dict[int, int] = dict(session.items.filter(subject__isnull=False).values_list("pk", "subject__unit"))
    seats = roll.members(session)
    nearness = Nearness([seat.person for seat in seats], set(units.values()), judge=session.council.unit, on=session.on)
    return {
        item_id: {seat.pk: why for seat in seats if (why := nearness.of(seat.person, unit_id))}
        for item_id, unit_id in units.items()
    }


def unsettled(item: Item) -> Iterator[tuple[Seat, list[str]]]:
    """Members present who are near to the item, and of whom nothing was recorded yet."""
    if not item.subject_id:
        return
    recorded = set(item.recusals.values_list("seat", flat=True))
    found = of(item.session).get(item.pk, {})
    for seat in roll.present(item.session):
        if seat.pk in found and seat.pk not in recorded:
            yield seat, found[seat.pk]
