"""What stands at the top and the end of a unit's papers: as its clerks set it, or as its kind lets one guess."""

from dataclasses import dataclass
from datetime import date

from kheo.documents.enums import Layout, PaperKind
from kheo.documents.layouts.parts import Letterhead, Signature
from kheo.documents.models import Stationery
from kheo.kernel import clock
from kheo.units import tree
from kheo.units.enums import Kind
from kheo.units.models import Unit

PARTY_KINDS = {Kind.PARTY, Kind.CELL}
# The letters of each kind of paper in a symbol: Decree 30/2020/NĐ-CP, appendix III; 36-HD/VPTW uses the same.
LETTERS = {
    PaperKind.DECISION: "QĐ", PaperKind.PLAN: "KH", PaperKind.GUIDANCE: "HD", PaperKind.DIRECTIVE: "CT",
    PaperKind.SUBMISSION: "TTr", PaperKind.MINUTES: "BB", PaperKind.REPORT: "BC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Furnished:
    """A unit's stationery on a day, whether set or guessed."""

    layout: Layout
    superior: str
    issuer: str
    place: str
    symbol: str
    decider: str
    signature: Signature


def stationery_of(unit: Unit, day: date | None = None) -> Furnished:
    """What the unit prints its papers with on a day (today unless told)."""
    day = day or clock.today()
    kept = Stationery.objects.in_force(unit, day).first()
    return _as_set(kept) if kept else _guessed(unit, day)


def letterhead_of(unit: Unit, kind: str, *, day: date | None = None, on: date | None = None) -> Letterhead:
    """The top of a paper of a kind, its number left open. `on` is the day of issue where it is known already."""
    furnished = stationery_of(unit, day or on)
    return Letterhead(
        layout=furnished.layout, superior=furnished.superior, issuer=furnished.issuer, place=furnished.place,
        symbol=symbol_of(kind, furnished), on=on,
    )  # fmt: skip


def symbol_of(kind: str, furnished: Furnished) -> str:
    """`QĐ-UBND` of state bodies, `QĐ/TU` of Party bodies; nothing for papers that bear no number.

    Letters have no letters of their own in state papers (`UBND-VX`), and `CV` in Party papers.
    """
    party = furnished.layout == Layout.PARTY
    letters = "CV" if party and kind == PaperKind.LETTER else LETTERS.get(PaperKind(kind), "")
    if not letters:
        return furnished.symbol if kind == PaperKind.LETTER else ""
    return f"{letters}{'/' if party else '-'}{furnished.symbol}" if furnished.symbol else letters


def _as_set(kept: Stationery) -> Furnished:
    return Furnished(
        layout=Layout(kept.layout), superior=kept.superior, issuer=kept.issuer, place=kept.place, symbol=kept.symbol,
        decider=kept.decider or kept.issuer,
        signature=Signature(
            authority=tuple(kept.on_behalf.splitlines()), office=kept.office, name=kept.signatory
        ),
    )  # fmt: skip


def _guessed(unit: Unit, day: date) -> Furnished:
    """Party committees and cells follow the Party's layout; a body inside another names it above itself."""
    name = unit.name_on(day)
    superior = "" if unit.kind in (Kind.LOCALITY, Kind.RESIDENTIAL) else _superior_name(unit, day)
    layout = Layout.PARTY if unit.kind in PARTY_KINDS else Layout.STATE
    return Furnished(
        layout=layout, superior=superior, issuer=name, place="", symbol="", decider=name, signature=Signature()
    )


def _superior_name(unit: Unit, day: date) -> str:
    _self, *above = tree.chain(unit.pk, on=day)
    return Unit.objects.get(pk=above[0]).name_on(day) if above else ""
