"""A plan in the words of those who make it: merge, split, rename, move, dissolve, change level; each as its steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kheo.reorganisations.enums import ChangeKind
from kheo.reorganisations.models import Change
from kheo.units.enums import Share
from kheo.units.models import Unit

type Aim = Unit | Step | Change


@dataclass(eq=False)
class Step:
    """A step that is not written yet. `aim` is the unit it leads to: one that is, or the step that founds it, whether
    that is written or not."""

    kind: ChangeKind
    unit: Unit | None = None
    aim: Aim | None = None
    code: str = ""
    name: str = ""
    unit_kind: str = ""
    level: str = ""
    share: str = ""
    note: str = ""
    legal_basis: str = ""


def founding(*, code: str, name: str, kind: str, level: str, under: Aim, legal_basis: str = "") -> Step:
    """A unit that comes into being."""
    return Step(ChangeKind.FOUND, aim=under, code=code, name=name, unit_kind=kind, level=level, legal_basis=legal_basis)


def merge(units: Iterable[Unit], into: Aim) -> list[Step]:
    """Units end and wholly go on as one other, new or old."""
    steps = [into] if isinstance(into, Step) else []
    for unit in units:
        steps += [Step(ChangeKind.CLOSE, unit), Step(ChangeKind.SUCCEED, unit, into, share=Share.WHOLE)]
    return steps


def split(unit: Unit, parts: Sequence[tuple[Aim, str]]) -> list[Step]:
    """A unit ends and goes on in parts; with each the villages that went there, as far as they are known."""
    steps = [step for step, _note in parts if isinstance(step, Step)]
    steps.append(Step(ChangeKind.CLOSE, unit))
    return steps + [Step(ChangeKind.SUCCEED, unit, into, share=Share.PART, note=note) for into, note in parts]


def dissolve(unit: Unit) -> list[Step]:
    """A unit ends, and nothing goes on as it: a district after 30 June 2025."""
    return [Step(ChangeKind.CLOSE, unit)]


def rename(unit: Unit, name: str) -> list[Step]:
    return [Step(ChangeKind.RENAME, unit, name=name)]


def move(unit: Unit, under: Aim) -> list[Step]:
    return [Step(ChangeKind.MOVE, unit, under)]


def regrade(unit: Unit, *, kind: str, level: str) -> list[Step]:
    return [Step(ChangeKind.REGRADE, unit, unit_kind=kind, level=level)]
