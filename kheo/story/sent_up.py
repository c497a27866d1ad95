"""Quảng Yên's figures of 2024 as a signed file, taken by the province: what is known from two sides counts once.

That the town signs and sends is invented; the figures are those of the report, since they are counted.
"""

from datetime import date

from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.rollups import actions, keys, making, sealed
from kheo.story.line import Line
from kheo.story.quang_yen import ROUND, TOWN
from kheo.units.enums import REVIEWS_FOR_UNIT, Role

PROVINCE = "QN"
SENT = date(2024, 11, 18)


def play(line: Line) -> None:
    """The town's office makes the key and the file; the province's system keeper trusts the one and takes the other."""
    town, round_ = line.unit(TOWN), Round.objects.get(code=ROUND)
    keeper = line.company.who(line.unit(PROVINCE), [Role.KEEPER])
    with clock.at(SENT):
        actions.make_key(town, by=line.company.who(town, REVIEWS_FOR_UNIT))
        actions.trust(town, keys.public(keys.own()), by=keeper)
        actions.take(sealed.seal(making.content_of(town, round_), keys.own()), by=keeper)
