"""Of what an official report can be made, whoever asks."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kheo.insights.enums import PeriodKind
from kheo.insights.models import OfficialReport
from kheo.kernel import clock
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.movements.models import Round


@rule
def can_be_reported(rounds: Sequence[Round], kind: str) -> None:
    """Rounds of one movement that have begun: one of them for half a year or a year, one or several for a stage.

    Half a year is a round of that length, or the first six months of a longer one.
    """
    if not rounds or len({one.movement_id for one in rounds}) > 1:
        raise BadInput(_("A report is made of one or several rounds of one movement. Choose them."))
    if kind != PeriodKind.STAGE and len(rounds) > 1:
        raise BadInput(_("Only a stage report tells of several rounds. Choose one round, or a stage report."))
    for one in rounds:
        if one.starts > clock.today():
            said = _("%(round)s begins on %(day)s: there is nothing to report yet.")
            raise NotNow(said % {"round": one.name, "day": format_date(one.starts)})


@rule
def says_something_new(said: dict[str, Any], before: OfficialReport | None) -> None:
    """The same report was not closed before with the very same figures."""
    if before and before.said == said:
        raise NotNow(
            _("This report was closed on %(day)s with the same figures. Take its files from there.")
            % {"day": format_date(before.closed_at.date())}
        )
