"""The sentences of a report, told from its figures; each says on which line of which table its figures stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.insights.enums import Measure
from kheo.insights.funnel import FunnelRow
from kheo.insights.official.comparing import caution, compared
from kheo.insights.official.gathered import Gathered
from kheo.insights.official.sheet import Sheet
from kheo.insights.rows import part_label
from kheo.insights.tables import until_when
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number, format_ratio
from kheo.replication.enums import AdoptionState
from kheo.units.enums import Level


@dataclass(frozen=True)
class Section:
    """A part of the report: its heading and its paragraphs; `chart` names the chart that stands after them."""

    heading: str
    paragraphs: tuple[str, ...]
    chart: str = ""


def sections(gathered: Gathered, sheets: dict[int, Sheet]) -> list[Section]:
    """The parts in their order; `sheets` are the tables by number."""
    return [
        Section(_("How units registered"), tuple(filter(None, _registered(gathered, sheets))), "fields"),
        Section(_("Recognition and proposals"), tuple(filter(None, _recognised(gathered, sheets))), "funnel"),
        Section(_("Resources mobilised"), tuple(_mobilised(sheets[4]))),
        Section(_("Replication"), (_copied(gathered),)),
        Section(_("Recognitions, certificates and awards"), tuple(_decided(gathered))),
        Section(_("What is still to be done"), tuple(_left(gathered))),
        Section(_("About the figures"), tuple(filter(None, _about(gathered)))),
    ]


def _registered(gathered: Gathered, sheets: dict[int, Sheet]) -> Iterator[str]:
    total, origins = gathered.total.registered, gathered.parts(Measure.REGISTERED, "origin")
    rows = _by_unit(gathered)
    done = sum(any(row.figures.registered for row in each) for each in rows.values())
    said = _(
        "%(done)s of %(units)s units registered %(count)s models and examples: %(new)s new, %(maintained)s maintained,"
        " %(upgraded)s upgraded, %(replicated)s replicated"
    ) % {
        "done": format_number(done), "units": format_number(len(rows)), "count": format_number(total),
        **{origin: format_number(count) for origin, count in origins.items()},
    }  # fmt: skip
    yield f"{said} {_line_of(sheets[2])}. {compared(gathered, Measure.REGISTERED)}".strip()
    if total:
        yield _("By field: %(parts)s.") % {"parts": _split(gathered, "field", total)}
        yield _("By subject: %(parts)s.") % {"parts": _split(gathered, "subject", total)}


def _recognised(gathered: Gathered, sheets: dict[int, Sheet]) -> Iterator[str]:
    for made in gathered.funnels:
        said = ngettext(
            "%(period)s: %(done)s of %(units)s unit has considered recognition.",
            "%(period)s: %(done)s of %(units)s units have considered recognition.", made.units,
        )  # fmt: skip
        period = made.scope.round.name if len(gathered.funnels) > 1 else gathered.reported.period
        told = {"period": period, "done": made.considered, "units": made.units}
        yield capfirst(said % {name: format_number(one) if isinstance(one, int) else one for name, one in told.items()})
    total = gathered.total
    said = _(
        "Of %(registered)s registered, %(recognised)s were recognised (%(share)s); %(proposed)s of these were"
        " proposed upward (%(proposed_share)s) and %(above)s recognised there (%(above_share)s)."
    ) % {
        "registered": format_number(total.registered),
        "recognised": format_number(total.recognised),
        "share": format_ratio(total.recognised, total.registered),
        "proposed": format_number(total.proposed),
        "proposed_share": format_ratio(total.proposed, total.recognised),
        "above": format_number(total.recognised_above),
        "above_share": format_ratio(total.recognised_above, total.proposed),
    }
    stop = said[-1]  # a full stop, or its Hindi sister
    yield f"{said[:-1]} {_line_of(sheets[2])}{stop}"
    yield " ".join(filter(None, (compared(gathered, one) for one in Measure if one != Measure.REGISTERED)))


def _mobilised(sheet: Sheet) -> Iterator[str]:
    labels = [head.label for head in sheet.heads[2:]]
    for band in sheet.bands:
        total = band.lines[-1]
        told = [f"{label} {cell.text}" for label, cell in zip(labels, total.cells[1:], strict=True) if cell.raw]
        if told:
            period = f"{band.name}: " if band.name else ""
            said = _("%(period)sthe units reported %(parts)s (table 4, line %(line)s).")
            yield capfirst(said % {"period": period, "parts": "; ".join(told), "line": total.number})
    if not any(cell.raw for line in sheet.lines for cell in line.cells[1:]):
        yield _("No resources were reported in this period.")


def _copied(gathered: Gathered) -> str:
    copies = [copy for listed in gathered.copies for copy in listed]
    if not copies:
        return _("No copy of a recognised model was registered in this period.")
    confirmed = sum(copy.state == AdoptionState.CONFIRMED for copy in copies)
    said = ngettext(
        "%(count)s copy of a recognised model was registered; %(confirmed)s of these confirmed (table 5).",
        "%(count)s copies of recognised models were registered; %(confirmed)s of these confirmed (table 5).",
        len(copies),
    )
    return said % {"count": format_number(len(copies)), "confirmed": format_number(confirmed)}


def _decided(gathered: Gathered) -> Iterator[str]:
    yield _recorded(gathered)
    if awarded := _awarded(gathered):
        yield awarded


def _recorded(gathered: Gathered) -> str:
    rewards = [one for listed in gathered.rewards for one in listed]
    if not rewards:
        return _("Nothing has been recognised in this period yet.")
    said = ngettext(
        "%(count)s act of recognition named %(collectives)s collectives and %(individuals)s individuals;"
        " %(certificates)s certificates were made (table 6).",
        "%(count)s acts of recognition named %(collectives)s collectives and %(individuals)s individuals;"
        " %(certificates)s certificates were made (table 6).",
        len(rewards),
    )
    sums = {name: sum(getattr(one, name) for one in rewards) for name in ("collectives", "individuals", "certificates")}
    return said % {"count": format_number(len(rewards)), **{name: format_number(one) for name, one in sums.items()}}


def _awarded(gathered: Gathered) -> str:
    awards = [one for listed in gathered.awards for one in listed]
    if not awards:
        return ""
    said = ngettext(
        "%(count)s award by decision named %(collectives)s collectives and %(individuals)s individuals (table 6).",
        "%(count)s awards by decision named %(collectives)s collectives and %(individuals)s individuals (table 6).",
        len(awards),
    )
    sums = {name: format_number(sum(getattr(one, name) for one in awards)) for name in ("collectives", "individuals")}
    return said % {"count": format_number(len(awards)), **sums}


def _left(gathered: Gathered) -> Iterator[str]:
    last = gathered.funnels[-1]
    if last.silent:
        yield _("Units that have registered nothing: %(names)s.") % {"names": _names(last.silent)}
    waiting = [row for row in last.not_yet if row.figures.registered]
    if waiting:
        yield _("Units that have not considered recognition: %(names)s.") % {"names": _names(waiting)}
    if not (last.silent or waiting):
        yield _("Every unit has registered and considered.")


def _about(gathered: Gathered) -> Iterator[str]:
    reported = gathered.reported
    yield _("The figures are those up to %(day)s, of the units as they stood then.") % {
        "day": format_date(reported.as_at)
    }
    if reported.until:
        yield until_when(reported.scopes[-1])
    if reported.level:
        yield _("Only what was registered for the level: %(level)s.") % {"level": Level(reported.level).label.lower()}
    yield caution(gathered)
    if len(reported.rounds) > 1:
        yield _("What goes on over several rounds was registered in each, and counts in each.")
    yield _(
        "Each line of the tables bears a number, like 2.1; in the file it opens the list that stands behind its"
        " figures."
    )


def _split(gathered: Gathered, dimension: str, total: int) -> str:
    """The parts of what was registered, those without any left out."""
    counts = gathered.parts(Measure.REGISTERED, dimension)
    return "; ".join(
        f"{part_label(dimension, part, gathered.field_names)} {format_number(count)} ({format_ratio(count, total)})"
        for part, count in counts.items()
        if count
    )


def _by_unit(gathered: Gathered) -> dict[int, list[FunnelRow]]:
    rows: dict[int, list[FunnelRow]] = {}
    for made in gathered.funnels:
        for row in made.rows:
            rows.setdefault(row.line.unit_id, []).append(row)
    return rows


def _names(rows: list[FunnelRow]) -> str:
    return ", ".join(row.line.name for row in rows)


def _line_of(sheet: Sheet) -> str:
    """Where the figures stand: the line of the total, where there is one."""
    if sheet.total is None:
        return _("(table %(table)s)") % {"table": sheet.number}
    return _("(table %(table)s, line %(line)s)") % {"table": sheet.number, "line": sheet.total.number}
