"""Ninh Bình, first half of 2024: 479 new registrations; five districts are named as having many."""

from datetime import date
from functools import cache
from random import Random

from kheo.exemplars.enums import Kind
from kheo.story import invention
from kheo.story.facts import printed
from kheo.story.scenes import Scene, linked
from kheo.story.seats import Seat, seats_of

ROUND = "NB-2024-H1"
MANY = {"NB-372", "NB-376", "NB-377", "NB-373", "NB-374"}  # 002-02: Nho Quan, Kim Sơn, Yên Mô, Gia Viễn, Hoa Lư
REGISTERED = date(2024, 1, 8), date(2024, 6, 17)
EXAMPLES = 0.25  # the report counts models and typical examples together


@cache
def scenes() -> tuple[Scene, ...]:
    """All generated: the report prints the total and the five names only. New ones all, as it says."""
    chance, seats = invention.dice(ROUND), seats_of("NB")
    shares = invention.spread(printed("002-01"), [_weight(seat) for seat in seats])
    return linked(scene for seat, count in zip(seats, shares, strict=True) for scene in _scenes_of(seat, count, chance))


def _scenes_of(seat: Seat, count: int, chance: Random) -> list[Scene]:
    """The registrations of a district, made by the communes below it."""
    shares = invention.spread(count, [chance.uniform(0.5, 1.5) for _ in seat.registering])
    return [
        Scene(
            round=ROUND, unit=unit.code, title=theme.title, field=theme.field, subject=invention.subject(chance),
            kind=Kind.EXAMPLE if chance.random() < EXAMPLES else Kind.MODEL,
            registered=invention.some_monday(*REGISTERED, chance),
        )
        for unit, share in zip(seat.registering, shares, strict=True)
        for theme in invention.titles(unit.name, unit.kind, share, chance)
    ]  # fmt: skip


def _weight(seat: Seat) -> float:
    """The five named districts have more than the other three, however few communes they have."""
    return seat.weight + 15 if seat.code in MANY else seat.weight * 0.6
