"""Two versions side by side: what was added, removed and changed, code by code and rule by rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria import sentences
from kheo.criteria.sheet import Criterion, Sheet
from kheo.kernel.errors import Said
from kheo.kernel.quantities import format_number

Place = tuple[str, str, str]  # part of the sheet, code, and what of it; the last is empty for the thing itself
Told = dict[Place, str]


class Kind(TextChoices):
    """What happened to something from one version to the next."""

    ADDED = "added", gettext_lazy("added")
    REMOVED = "removed", gettext_lazy("removed")
    CHANGED = "changed", gettext_lazy("changed")


@dataclass(frozen=True)
class Change:
    """One line: what of which part and code, before and after. `code` and `what` may be empty."""

    kind: Kind
    part: str
    code: str
    what: str
    before: str
    after: str


def compare(old: Sheet, new: Sheet) -> list[Change]:
    """Everything that differs, in the order of the newer sheet, what was removed at the end."""
    before, after = told(old), told(new)
    return [*_in_new(before, after), *_removed(before, after)]


def side_by_side(theirs: Sheet, mine: Sheet) -> tuple[list[Said], list[Said]]:
    """The differing lines of two sheets as labels and texts, for the page that shows a conflict."""
    changes = compare(theirs, mine)
    labels = [" · ".join(filter(None, (change.part, change.code, change.what))) for change in changes]
    return (
        [(label, change.before) for label, change in zip(labels, changes, strict=True)],
        [(label, change.after) for label, change in zip(labels, changes, strict=True)],
    )


def told(sheet: Sheet) -> Told:
    """The whole sheet as lines, each under its place."""
    return {place: text for place, text in _lines(sheet) if text}


def _in_new(before: Told, after: Told) -> Iterator[Change]:
    """What came and what changed. Of a new thing only its own line is told, not each of its properties."""
    for place, text in after.items():
        if place not in before and _is_of_the_new(place, before):
            if not place[2]:
                yield Change(Kind.ADDED, *place, "", text)
        elif before.get(place, "") != text:
            yield Change(Kind.CHANGED, *place, before.get(place, ""), text)


def _removed(before: Told, after: Told) -> Iterator[Change]:
    for place, text in before.items():
        if place in after:
            continue
        if not place[2]:
            yield Change(Kind.REMOVED, *place, text, "")
        elif not _is_of_the_new(place, after):
            yield Change(Kind.CHANGED, *place, text, "")


def _is_of_the_new(place: Place, others: Told) -> bool:
    """Whether the thing itself is missing on the other side, so that its properties need no line of their own."""
    return (*place[:2], "") not in others


def _lines(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    yield from _head(sheet)
    part = _("Criteria")
    for top in sheet.criteria:
        yield from _criterion(top, part, "")
    for name, code, text, rule in _rules(sheet):
        yield (name, code, ""), text
        yield (name, code, _("rule")), rule


def _head(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    part = _("Framework")
    lines = {
        "": sheet.code,
        _("name"): sheet.name,
        _("source"): sheet.source,
        _("standing"): sheet.standing.label,
        _("note"): sheet.note,
        _("who is judged"): ", ".join(sheet.subjects),
        _("scale"): format_number(sheet.scale),
        _("stages"): ", ".join(str(stage.label) for stage in sheet.stages),
        _("limit of the bonus"): "" if sheet.bonus_limit is None else format_number(sheet.bonus_limit),
        _("limit of the penalty"): "" if sheet.penalty_limit is None else format_number(sheet.penalty_limit),
        _("above the scale"): _("a bonus may pass the scale") if sheet.may_exceed else "",
        _("classes by"): sheet.classes_by.label,
        _("several scorers"): sentences.aggregate(sheet.aggregate),
        _("rounding"): sentences.rounding(sheet.rounding),
        _("ties"): sentences.ties(sheet.ties),
        _("year"): sheet.roll_up.over.label if sheet.roll_up else "",
    }
    return (((part, "", what), str(text)) for what, text in lines.items())


def _criterion(criterion: Criterion, part: str, under: str) -> Iterator[tuple[Place, str]]:
    lines = {
        "": criterion.text,
        _("condition"): criterion.condition,
        _("maximum"): format_number(criterion.maximum),
        _("stands under"): under,
        _("counts as"): criterion.role.label,
        _("scored"): sentences.method(criterion.method) if criterion.method else "",
        _("reserved to"): criterion.reserved_to.label if criterion.reserved_to else "",
        _("evidence"): sentences.evidence(criterion.evidence),
        _("what points mean"): "; ".join(f"{format_number(one.points)}: {one.words}" for one in criterion.anchors),
        _("standing"): criterion.standing.label if criterion.standing else "",
        _("note"): criterion.note,
    }
    yield from (((part, criterion.code, what), str(text)) for what, text in lines.items())
    for inner in criterion.parts:
        yield from _criterion(inner, part, criterion.code)


def _rules(sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    """Each rule as its part, its code, its name and what it says."""
    for figure in sheet.figures:
        yield _("Figures"), figure.code, figure.text, figure.unit
    for gate in sheet.gates:
        yield _("Gates"), gate.code, gate.text, sentences.gate(gate)
    for profile in sheet.profiles:
        yield _("Profiles"), profile.code, profile.text, sentences.profile(profile)
        for class_ in profile.classes:
            yield _("Classes of a profile"), f"{profile.code} {class_.code}", class_.name, sentences.demands(class_)
    for class_ in sheet.classes:
        yield _("Classes"), class_.code, class_.name, sentences.demands(class_)
    for cap in sheet.caps:
        yield _("Caps"), cap.code, cap.of, sentences.cap(cap)
    for year_class in sheet.roll_up.classes if sheet.roll_up else ():
        yield _("Classes of the year"), year_class.code, year_class.code, sentences.year_class(year_class)
