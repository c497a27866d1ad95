"""What a round demands, rung by rung, in the words of its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.criteria import sentences
from kheo.criteria.amounts import plain
from kheo.criteria.enums import Stage
from kheo.evaluations.enums import Late
from kheo.evaluations.models import Procedure
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.movements.models import Round
from kheo.units.enums import HEIGHT, Level


@dataclass(frozen=True)
class Rung:
    """A level of the ladder, what it demands (None: it recognises as simply as ever), and how much is judged by it."""

    level: str
    procedure: Procedure | None
    judged: int = 0

    @property
    def name(self) -> str:
        """The level in words."""
        return str(Level(self.level).label)

    @property
    def in_brief(self) -> str:
        """One line for a list of rungs."""
        if self.procedure is None:
            return _("recognises as simply as ever, without an evaluation")
        told = [_("judges by “%(framework)s”") % {"framework": self.procedure.version.sheet.name}]
        if self.procedure.scorers:
            told.append(_scorers(self.procedure.scorers))
        if self.procedure.council:
            told.append(_("a council decides"))
        return ", ".join(told)

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Everything it demands, as rows of components/summary_list.html."""
        return [] if self.procedure is None else list(_facts(self.procedure))


def of(round_: Round) -> list[Rung]:
    """The rungs of the round's ladder from the top; as many queries for five as for none."""
    rows = round_.procedures.prefetch_related("version__framework__owner", "deadlines")
    procedures = {one.level: one for one in rows.annotate(judged=Count("evaluations"))}
    levels = sorted(round_.levels | set(procedures), key=lambda level: -HEIGHT[Level(level)])
    return [_rung(level, procedures.get(level)) for level in levels]


def stages(procedure: Procedure) -> list[Stage]:
    """The stages that may have a last day: all but the round of explanation, which has none."""
    return [stage for stage in procedure.version.sheet.stages if stage != Stage.EXPLANATION]


def deadlines(procedure: Procedure) -> dict[str, date]:
    """The last days that are set, by stage."""
    return {deadline.stage: deadline.on for deadline in procedure.deadlines.all()}


def _rung(level: str, procedure: Any) -> Rung:
    return Rung(level, procedure, procedure.judged if procedure else 0)


def _facts(procedure: Procedure) -> Iterator[dict[str, Any]]:
    version, sheet = procedure.version, procedure.version.sheet
    yield _fact(_("Framework of criteria"), _("“%(framework)s”, version %(number)s, of %(unit)s") % {
        "framework": sheet.name, "number": version.number, "unit": version.framework.owner.name,
    })  # fmt: skip
    yield _fact(_("Steps"), " → ".join(str(stage.label) for stage in sheet.stages))
    if procedure.scorers:
        told = _scorers(procedure.scorers)
        if procedure.scorers > 1:
            told = _("%(scorers)s; what counts is the %(mean)s") % {
                "scorers": told, "mean": sentences.aggregate(sheet.aggregate)
            }  # fmt: skip
        yield _fact(_("Scorers"), told)
    yield _fact(_("Council"), _council(procedure))
    if procedure.least is not None:
        yield _fact(_("Points for recognition"), _("at least %(least)s of %(scale)s") % {
            "least": format_number(plain(procedure.least)), "scale": format_number(sheet.scale),
        })  # fmt: skip
    yield _fact(_("Reopening"), _reopening(procedure.reopen_days))
    yield _fact(_("Score sheets that come late"), _late(procedure))
    yield _fact(_("Last days"), "\n".join(_last_days(procedure)) or _("none is set"))


def _council(procedure: Procedure) -> str:
    if procedure.council:
        return _("a council votes on each dossier, after its evaluation is concluded")
    return _("none: the unit decides when the evaluation is concluded")


def _scorers(count: int) -> str:
    told = ngettext(
        "%(count)s person scores each dossier", "%(count)s people score each dossier, each without seeing the others",
        count,
    )  # fmt: skip
    return told % {"count": format_number(count)}


def _reopening(days: int) -> str:
    if not days:
        return _("a concluded evaluation can be reopened on the same day only")
    told = ngettext(
        "a concluded evaluation can be reopened for %(count)s day, with a reason",
        "a concluded evaluation can be reopened for %(count)s days, with a reason",
        days,
    )
    return told % {"count": format_number(days)}


def _late(procedure: Procedure) -> str:
    if procedure.late == Late.REFUSED:
        return _("after its last day a score sheet is refused")
    return _("after its last day a score sheet is taken, and marked as late")


def _last_days(procedure: Procedure) -> Iterator[str]:
    days = deadlines(procedure)
    for stage in stages(procedure):
        if stage in days:
            yield _("%(stage)s: %(day)s") % {"stage": stage.label.capitalize(), "day": format_date(days[stage])}


def _fact(label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value}
