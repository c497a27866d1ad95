"""Who takes part: the roll of a session, and of each item once those recused are left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kheo.councils import counting
from kheo.councils.counting import Roll
from kheo.councils.enums import Attending
from kheo.councils.models import CouncilSession, Item, Seat


@dataclass(frozen=True)
class Quorum:
    """How many members with a vote are there, and how many must be."""

    present: int
    members: int
    needed: int
    share: Fraction

    @property
    def reached(self) -> bool:
        """Whether the session may decide."""
        return self.members > 0 and self.present >= self.needed


def members(session: CouncilSession) -> list[Seat]:
    """The seats with a vote on the day of the session, in order."""
    return list(session.seats.voting().in_order().select_related("person"))


def attending(session: CouncilSession) -> dict[int, str]:
    """How each seat takes part: `{seat id: Attending}`. Who is not recorded is absent."""
    return dict(session.attendances.values_list("seat", "attending"))


def present(session: CouncilSession) -> list[Seat]:
    """The seats with a vote whose members are there."""
    there = attending(session)
    return [seat for seat in members(session) if there.get(seat.pk) == Attending.PRESENT]


def voters(item: Item) -> list[Seat]:
    """Who may vote on an item: present, with a vote, not recused."""
    out = recused(item)
    return [seat for seat in present(item.session) if seat.pk not in out]


def recused(item: Item) -> set[int]:
    """The ids of the seats that take no part in an item."""
    return set(item.recusals.filter(takes_part=False).values_list("seat", flat=True))


def of(item: Item) -> Roll:
    """The roll of an item, in numbers."""
    everybody, there, out = members(item.session), present(item.session), recused(item)
    return Roll(len(everybody), len(there), _how_many(everybody, out), _how_many(there, out))


def quorum(session: CouncilSession) -> Quorum:
    """Whether enough members are there: written opinions do not make a quorum (blocks-and-awards.md §3.1)."""
    everybody = len(members(session))
    return Quorum(len(present(session)), everybody, counting.quorum(everybody, session.quorum), session.quorum)


def _how_many(seats: Iterable[Seat], ids: set[int]) -> int:
    return sum(seat.pk in ids for seat in seats)
