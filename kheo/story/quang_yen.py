"""Quảng Yên 2024: 32 units, 138 models, five of them described; and the work that waits there on 20 November 2024."""

from datetime import date
from functools import cache

from kheo.exemplars.enums import Origin, Section
from kheo.story import invention
from kheo.story.facts import printed
from kheo.story.scenes import Fate, Scene, Sitting, described, linked
from kheo.story.seats import units_under
from kheo.units.enums import Level

ROUND = "QN-2024"
TOWN, WARD = "QN-206", "QN-07162"  # thị xã Quảng Yên, phường Yên Giang
REGISTERED = date(2024, 1, 15), date(2024, 10, 28)
EARLY = date(2024, 1, 8)
CONSIDERED, PROPOSED = date(2024, 2, 5), date(2024, 2, 19)

# Most of the town's models are registered for the unit's own level. The first generated one of these units is not:
# three went on from last year and were considered early, so that the province has a proposal on its desk, two have just
# come in for the town, and one of the ward's has its result due.
PLAYED_FURTHER = {
    "QN-07132": {"registered": EARLY, "origin": Origin.MAINTAINED, "fate": Fate.PROPOSED},
    "QN-07150": {"registered": EARLY, "origin": Origin.MAINTAINED, "fate": Fate.RECOGNISED},
    "QN-07153": {"registered": EARLY, "origin": Origin.MAINTAINED, "fate": Fate.NOT_RECOGNISED},
    "QN-07138": {"registered": date(2024, 11, 11), "fate": Fate.SENT},
    "QN-07147": {"registered": date(2024, 11, 18), "fate": Fate.SENT},
    WARD: {"registered": date(2024, 9, 9), "fate": Fate.ACCEPTED},
}  # fmt: skip


@cache
def scenes() -> tuple[Scene, ...]:
    """Every registration of the round, described and generated, and the clerk's unfinished draft."""
    chance, told = invention.dice(ROUND), described(ROUND)
    units = units_under(TOWN)
    if len(units) != printed("001-01"):
        raise ValueError("units.csv does not hold as many units of Quảng Yên as the report counts.")
    shares = invention.spread(printed("001-02"), [chance.uniform(0.6, 1.4) for _ in units], at_least=3)
    made = []
    for unit, share in zip(units, shares, strict=True):
        invented = share - sum(scene.unit == unit.code for scene in told)
        own = [
            Scene(
                round=ROUND, unit=unit.code, title=theme.title, theme=theme.pattern, field=theme.field,
                level=unit.level, registered=invention.some_monday(*REGISTERED, chance),
                subject=invention.subject(chance), origin=invention.origin(chance),
            )
            for theme in invention.titles(unit.name, unit.kind, invented, chance)
        ]  # fmt: skip
        if further := PLAYED_FURTHER.get(unit.code):
            own[0] = own[0].but(level=Level.DISTRICT, **further)
        made += own
    return linked([*told, *made, _draft()])


def sittings() -> list[Sitting]:
    """The town has considered once; what was accepted since waits."""
    return [Sitting(ROUND, TOWN, CONSIDERED, "01-QĐ/MH", PROPOSED)]


def _draft() -> Scene:
    """The clerk of Yên Giang has filled in all but one section: the first thing a newcomer can finish and send."""
    return Scene(
        round=ROUND, unit=WARD, title="Khéo vận động người dân dùng chữ ký số cá nhân", fate=Fate.DRAFT,
        registered=date(2024, 11, 18), field="political_system", leads="Tổ công nghệ số cộng đồng phường",
        unfinished=Section.OUTPUTS,
    )  # fmt: skip
