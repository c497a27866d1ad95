"""What is asked about a leaf of a score card, and how the page shows it: boxes and buttons, with the words beside them.

Fields of a form are made from it only when something was sent: most pages are only looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django import forms
from django.utils.translation import gettext as _

from kheo.criteria import sentences
from kheo.criteria.amounts import plain, written
from kheo.criteria.criterion import Criterion
from kheo.criteria.enums import Measure
from kheo.criteria.methods import Bands, Hand, Relative, Share, YesNo, effective, may_be_unassigned
from kheo.evaluations.cards import Mark
from kheo.kernel.formwork import NumberField, TextField
from kheo.kernel.quantities import format_number

YES, NO = "yes", "no"
NOTHING_YET = "–"
MOST_BUTTONS = 11  # 0, 1 … 10: more of them are typed faster than found


@dataclass(frozen=True)
class Ask:
    """One thing that is asked about a leaf: a number, a tick (`unassigned`), or one of a few `buttons`, the words of
    each by what it sends. `word` is the part of the mark that it fills."""

    word: str
    label: str
    hint: str = ""
    buttons: Mapping[str, str] | None = None

    def field(self) -> forms.Field:
        """What reads the answer."""
        if self.buttons is not None:
            coerce = (lambda said: said == YES) if self.word == "passed" else Decimal
            choices = [*self.buttons.items(), ("", NOTHING_YET)]
            return forms.TypedChoiceField(
                label=self.label, choices=choices, coerce=coerce, empty_value=None, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
        return (forms.BooleanField if self.word == "unassigned" else NumberField)(label=self.label, required=False)

    def kept(self, mark: Mark) -> str:
        """What stands on a mark, as the box shows it; of a tick, anything or nothing."""
        match self.word:
            case "unassigned":
                return "" if mark.assigned else "on"
            case "passed":
                return "" if mark.passed is None else YES if mark.passed else NO
        said: Decimal | None = getattr(mark, self.word)
        if said is None:
            return ""
        return written(said) if self.buttons is not None else format_number(plain(said))


class Button(NamedTuple):
    """One of a few answers; `words` is what its points mean."""

    id: str
    value: str
    label: str
    words: str
    is_chosen: bool


class Box(NamedTuple):
    """A box to type in, or to tick, and what it holds."""

    name: str
    label: str
    value: str
    hint: str = ""
    is_tick: bool = False


@dataclass(frozen=True)
class Line:
    """A leaf on the page: its boxes, the `buttons` that stand for the one box where there are any, and what stood there
    before. The names of its boxes end in its `number`."""

    number: str
    leaf: Criterion
    boxes: list[Box]
    buttons: list[Button]
    note: Box
    reason: Box | None
    was: str
    before: str
    errors: list[str]

    @property
    def scale(self) -> str:
        """How many points it can give."""
        most = self.leaf.maximum
        return _("(0 to %(most)s points)") % {"most": format_number(most)} if most else _("(no points)")

    @property
    def wanted(self) -> int:
        """How many pieces of evidence the framework asks for."""
        return self.leaf.evidence.at_least if self.leaf.evidence else 0


def asked_about(leaf: Criterion) -> list[Ask]:
    """What a scorer says of a leaf, by the method that scores it; the first of them bears its name."""
    label, method = f"{leaf.code} {leaf.text}", effective(leaf.scored_by)
    match method:
        case YesNo():
            return [Ask("passed", label, buttons={YES: _("yes"), NO: _("no")})]
        case Hand() as hand:
            steps = _steps(leaf, hand)
            return [Ask("points", label, buttons={written(n): format_number(n) for n in steps} or None)]
    code = {"code": leaf.code}
    asked = [Ask("value", _("Result of %(code)s") % code, sentences.method(method))]
    match method:
        case Share(target=None) | Relative() | Bands(measure=Measure.PERCENT):
            asked.append(Ask("target", _("Target of %(code)s") % code))
    if may_be_unassigned(leaf.scored_by):
        asked.append(Ask("unassigned", _("%(code)s was not given to this unit as a task") % code))
    return asked


def note_on(leaf: Criterion) -> str:
    """What is asked for beside every leaf."""
    return _("Comment on %(code)s") % {"code": leaf.code}


def reason_for(leaf: Criterion) -> str:
    """What is asked for where the stage before said something."""
    return _("Why %(code)s is not as before") % {"code": leaf.code}


def words_field(label: str) -> forms.Field:
    """What reads a comment or a reason."""
    return TextField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def buttons(leaf: Criterion, ask: Ask, box: Box) -> list[Button]:
    """The buttons of an answer, each with the words that its points mean, and last the one for nothing yet."""
    if ask.buttons is None:
        return []
    words = {written(anchor.points): anchor.words for anchor in leaf.anchors}
    answers = [*ask.buttons.items(), ("", NOTHING_YET)]
    return [
        Button(f"id_{box.name}_{n}", value, label, words.get(value, ""), value == box.value)
        for n, (value, label) in enumerate(answers)
    ]


def _steps(leaf: Criterion, hand: Hand) -> list[Decimal]:
    """The points that may be given, where they are few; else none."""
    if not hand.step or (leaf.maximum - hand.least) / hand.step > MOST_BUTTONS - 1:
        return []
    first = -(-hand.least // hand.step)
    steps = {n * hand.step for n in range(int(first), int(leaf.maximum // hand.step) + 1)} | {leaf.maximum}
    return sorted(plain(step) for step in steps)
