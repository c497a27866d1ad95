"""Which unit has passed which milestone of a round: sent, answered, reported, considered, proposed upward.

A cell says how many of how many; what is missing stands under it and opens to its rows. Where nothing is due there is a
dash: zero and missing differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.exemplars.enums import Status
from kheo.insights.addresses import page_address, part_of_line
from kheo.insights.enums import Measure
from kheo.insights.scope import Line, Scope
from kheo.insights.tables import Cell, Column, Table, Tone, unit_cells, unit_columns, what_it_is
from kheo.kernel.quantities import format_number
from kheo.recognitions.duty import considered_ids
from kheo.recognitions.enums import Upward
from kheo.recognitions.upward import upward_of

_TONES = {Upward.PROPOSED: Tone.DONE, Upward.FORGONE: Tone.DONE, Upward.NOT_YET: Tone.MISSING}


@dataclass(frozen=True)
class Passed:
    """How far one line has come. `unanswered` wait for an office, `unreported` were accepted and have no result yet;
    `considered` is None where the unit had nothing to consider."""

    line: Line
    registered: int = 0
    unanswered: int = 0
    accepted: int = 0
    unreported: int = 0
    considered: bool | None = None
    upward: Upward | None = None

    @property
    def lacks(self) -> bool:
        """Whether any milestone is not passed."""
        undone = not self.registered or self.unanswered or self.unreported or self.upward == Upward.NOT_YET
        return bool(undone) or self.considered is False


def passed(scope: Scope) -> list[Passed]:
    """Every line of the scope, as at the time; in as many queries for one unit as for fifty."""
    of_status = {
        status: Count("pk", Q(status=status)) for status in (Status.SUBMITTED, Status.ACCEPTED, Status.REPORTED)
    }
    rows = scope.registrations(scope.tops).order_by().annotate(line=scope.line).values_list("line")
    sent = {line: counts for line, *counts in rows.annotate(Count("pk"), **{s.value: c for s, c in of_status.items()})}
    considered = considered_ids([line.unit_id for line in scope.lines], scope.round, tops=scope.tops)
    upward = upward_of([branch.unit_id for branch in scope.branches], scope.round)
    return [
        _passed(line, sent.get(line.unit_id, [0, 0, 0, 0]), considered, upward)
        for line in scope.lines
        if line.of_unit or line.unit_id in sent
    ]


def _passed(line: Line, counts: list[int], considered: set[int], upward: Mapping[int, Upward]) -> Passed:
    registered, unanswered, unreported, reported = counts
    is_due = registered > 0 or line.unit_id in considered
    return Passed(
        line, registered, unanswered, unreported + reported, unreported,
        (line.unit_id in considered) if is_due and not line.own else None, upward.get(line.unit_id),
    )  # fmt: skip


def of_milestones(scope: Scope, lines: list[Passed]) -> Table:
    """The heat map as a table: each cell with its word, its tone, and the way to what is missing."""
    return Table(
        key="milestones",
        title=_("Milestones – %(unit)s") % {"unit": scope.name},
        columns=[
            *unit_columns(),
            Column("registered", _("Registered")),
            Column("answered", _("Answered by the office")),
            Column("unanswered", _("Not answered yet"), on_page=False),
            Column("reported", _("Result reported")),
            Column("unreported", _("Not reported yet"), on_page=False),
            Column("considered", _("Considered"), words=True),
            Column("upward", _("Proposing upward"), words=True),
        ],
        rows=[_cells(scope, one) for one in lines],
        total=[],
        notes=what_it_is(scope),
    )


def _cells(scope: Scope, one: Passed) -> list[Cell]:
    registered = _rows(scope, one.line)
    tone = Tone.DONE if one.registered else Tone.NOTHING
    return [
        *unit_cells(scope, one.line, page="milestones"),
        Cell(one.registered, one.registered, registered if one.registered else "", tone=tone),
        *_of_all(one.registered, one.unanswered, _rows(scope, one.line, Status.SUBMITTED)),
        *_of_all(one.accepted, one.unreported, _rows(scope, one.line, Status.ACCEPTED)),
        _considered(one.considered),
        Cell(str(one.upward or ""), one.upward and str(one.upward.label), tone=_TONES.get(one.upward, "")),
    ]


def _of_all(whole: int, missing: int, url: str) -> list[Cell]:
    """How many of all have passed, and how many have not; a dash where there was nothing to pass."""
    if not whole:
        return [Cell("", None), Cell("", None)]
    done = whole - missing
    tone = Tone.DONE if not missing else Tone.PART if done else Tone.MISSING
    said = ngettext("%(n)s missing", "%(n)s missing", missing) % {"n": format_number(missing)} if missing else ""
    shown = f"{format_number(done)}/{format_number(whole)}"
    return [Cell(done, shown, url if missing else "", under=said, tone=tone), Cell(missing, missing)]


def _considered(considered: bool | None) -> Cell:
    if considered is None:
        return Cell("", None)
    word = _("considered") if considered else _("has not considered")
    return Cell(str(considered).lower(), word, tone=Tone.DONE if considered else Tone.MISSING)


def _rows(scope: Scope, line: Line, state: Status | None = None) -> str:
    asks = {"measure": Measure.REGISTERED.value, **part_of_line(line), **({"state": state.value} if state else {})}
    return page_address("rows", scope, line.unit_id, **asks)


# ── What to say to those who are late ──


def reminder(scope: Scope, lines: list[Passed]) -> str:
    """What is missing, unit by unit, as words that can be sent; empty when nothing is."""
    told = [f"– {one.line.name}: {'; '.join(_missing(one))}." for one in lines if one.lacks and not one.line.own]
    if not told:
        return ""
    return "\n".join([_("%(round)s, still missing:") % {"round": scope.round.name}, *told])


def _missing(one: Passed) -> list[str]:
    """Everything that a unit, or an office below it, has not done yet."""
    if not one.registered:
        return [_("nothing registered")]
    found = [
        (one.unanswered, _("%(n)s not answered by the office")),
        (one.unreported, _("%(n)s without a reported result")),
        (one.considered is False, _("recognition not considered")),
        (one.upward == Upward.NOT_YET, _("nothing proposed upward, and not said that nothing is")),
    ]
    return [words % {"n": format_number(int(count))} if "%(n)s" in words else words for count, words in found if count]
