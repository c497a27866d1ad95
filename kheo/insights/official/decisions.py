"""T6 as a table: one line for each decision."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kheo.insights.addresses import page_address
from kheo.insights.enums import Measure
from kheo.insights.official.gathered import Gathered
from kheo.insights.official.rewards import Reward
from kheo.insights.official.sheet import Band, Head, Line, Sheet, line_head, named, text
from kheo.insights.tables import Cell
from kheo.kernel.periods import format_date


def of_decisions(gathered: Gathered) -> Sheet:
    """One band for each round, its total last."""
    heads = (
        line_head(), Head(_("Form"), 2.6, "left"), Head(_("Who decided"), 3, "left"), Head(_("Collectives"), 1.1),
        Head(_("Individuals"), 1.1), Head(_("Certificates"), 1.2), Head(_("Movement"), 4.6, "left"),
        Head(_("Number of the decision"), 2, "left"), Head(_("Date"), 1.4, "center"),
    )  # fmt: skip
    movement = gathered.reported.movement.name
    bands = []
    for scope, rewards, awards in zip(gathered.scopes, gathered.rewards, gathered.awards, strict=True):
        recognised = _("Recognition") if awards else ""
        bands.append(Band(named(gathered.scopes, scope, recognised), tuple(_lines(rewards, movement))))
        if awards:
            bands.append(Band(named(gathered.scopes, scope, _("Awards")), tuple(_lines(awards, movement))))
    notes = (
        _(
            "Recognition and reward are two acts and are not added to each other. A model that two levels recognised,"
            " or two decisions reward, counts once at each."
        ),
    )
    url = page_address("rows", gathered.scopes[-1], measure=Measure.RECOGNISED.value)
    return Sheet(6, _("Recognitions, certificates and awards, by decision"), heads, tuple(bands), notes, url)


def _lines(rewards: list[Reward], movement: str) -> list[Line]:
    lines = [
        Line(
            (
                text(one.form), text(one.unit), Cell(one.collectives, one.collectives, one.url),
                Cell(one.individuals, one.individuals, one.url), Cell(one.certificates, one.certificates),
                text(movement), text(one.number), Cell(one.on, format_date(one.on)),
            ),
            one.url,
        )
        for one in rewards
    ]  # fmt: skip
    if not rewards:
        return lines
    sums = [_sum(getattr(one, name) for one in rewards) for name in ("collectives", "individuals", "certificates")]
    empty = text("")
    cells = (text(_("Total")), empty, *(Cell(count, count) for count in sums), empty, empty, empty)
    return [*lines, Line(cells, total=True)]


def _sum(counts: Iterable[int | None]) -> int | None:
    """None where nothing is told: with an award go no certificates of ours."""
    told = [count for count in counts if count is not None]
    return sum(told) if told else None
