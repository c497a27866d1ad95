"""Bình Thuận 2023: 746 registered, 13 of 14 units considered, 155 recognised, 39 proposed, 22 recognised above."""

from datetime import date
from functools import cache
from random import Random

from kheo.story import invention
from kheo.story.facts import printed
from kheo.story.scenes import Fate, Scene, Sitting, described, linked
from kheo.story.seats import Seat, seats_of

ROUND = "BT-2023"
# The report names Đức Linh only for the provincial proposal; that it is also the unit which has not considered is
# probable, and our choice (movement.md §6, seed 000).
NOT_CONSIDERED = "BT-600"
REGISTERED = date(2023, 1, 30), date(2023, 6, 12)
REPORTED = date(2023, 10, 23)
CONSIDERED = date(2023, 11, 6), date(2023, 12, 4)
PROPOSED = date(2023, 12, 11)
RECOGNISED_ABOVE = date(2024, 1, 8)


@cache
def scenes() -> tuple[Scene, ...]:
    """Every registration of the round, named and generated."""
    chance, named = invention.dice(ROUND), described(ROUND)
    seats = seats_of("BT")
    registered = invention.spread(printed("000-01") - len(named), [seat.weight for seat in seats], at_least=1)
    fates = _fates(seats, registered, chance)
    made = [
        scene
        for seat, count in zip(seats, registered, strict=True)
        for scene in _scenes_of(seat, count, fates[seat.code], chance)
    ]
    return linked([*named, *made])


def sittings() -> list[Sitting]:
    """When each unit considered, and when the province did."""
    chance = invention.dice(f"{ROUND} sittings")
    considering = [seat.code for seat in seats_of("BT") if seat.code != NOT_CONSIDERED]
    lower = [
        Sitting(ROUND, code, invention.some_monday(*CONSIDERED, chance), f"{number:02d}-QĐ/MH", PROPOSED)
        for number, code in enumerate(considering, start=1)
    ]
    return [*lower, Sitting(ROUND, "BT", RECOGNISED_ABOVE, f"{len(lower) + 1:02d}-QĐ/MH", above=True)]


def _fates(seats: list[Seat], registered: list[int], chance: Random) -> dict[str, list[Fate]]:
    """How many of each unit's generated registrations come how far; the named ones all reached the province."""
    named = len(described(ROUND))
    considering = [(seat, count) for seat, count in zip(seats, registered, strict=True) if seat.code != NOT_CONSIDERED]
    weights = [count * chance.uniform(0.6, 1.4) for _, count in considering]
    recognised = invention.capped(printed("000-05") - named, weights, [count for _, count in considering], at_least=1)
    proposed = invention.capped(printed("000-07") - named, weights, recognised, at_least=1)
    above = invention.capped(printed("000-08") - named, weights, proposed)
    fates = {seat.code: [Fate.ACCEPTED] * count for seat, count in zip(seats, registered, strict=True)}
    for (seat, count), r, p, a in zip(considering, recognised, proposed, above, strict=True):
        fates[seat.code] = (
            [Fate.RECOGNISED_ABOVE] * a
            + [Fate.NOT_RECOGNISED_ABOVE] * (p - a)
            + [Fate.RECOGNISED] * (r - p)
            + [Fate.NOT_RECOGNISED] * (count - r)
        )
    return fates


def _scenes_of(seat: Seat, count: int, fates: list[Fate], chance: Random) -> list[Scene]:
    """The generated registrations of a unit, made by the communes below it, in a random order of fates."""
    shares = invention.spread(count, [chance.uniform(0.5, 1.5) for _ in seat.registering])
    chance.shuffle(fates)
    made = [
        Scene(
            round=ROUND, unit=unit.code, title=theme.title, theme=theme.pattern, field=theme.field,
            registered=invention.some_monday(*REGISTERED, chance), subject=invention.subject(chance),
            origin=invention.origin(chance),
        )
        for unit, share in zip(seat.registering, shares, strict=True)
        for theme in invention.titles(unit.name, unit.kind, share, chance)
    ]  # fmt: skip
    return [
        scene.but(fate=fate, reported=REPORTED if fate >= Fate.RECOGNISED else None)
        for scene, fate in zip(made, fates, strict=True)
    ]
