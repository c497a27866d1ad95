"""A card on the screen: for every leaf the boxes that its method asks for, and the words beside them."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kheo.criteria import sentences, tally
from kheo.criteria.amounts import plain
from kheo.criteria.criterion import Criterion
from kheo.criteria.enums import Measure, Stage
from kheo.criteria.methods import Bands, Hand, Relative, Share, YesNo, effective, may_be_unassigned
from kheo.criteria.tally import Tally
from kheo.evaluations import cards, merging
from kheo.evaluations.cards import Mark
from kheo.evaluations.models import Scorecard
from kheo.kernel.formwork import NumberField, TextField, as_field_error
from kheo.kernel.quantities import format_number

YES, NO = "yes", "no"
MOST_BUTTONS = 11  # 0, 1 … 10: more of them are typed faster than found


@dataclass(frozen=True)
class Line:
    """A leaf on the page: its boxes, and what stood there before."""

    number: int
    leaf: Criterion
    boxes: list[forms.BoundField]
    note: forms.BoundField
    reason: forms.BoundField | None
    was: str
    before: str

    @property
    def choices(self) -> list[tuple[Any, str]]:
        """The buttons of points by hand or of yes and no, each with the words that its points mean; else none."""
        box = self.boxes[0]
        if not isinstance(box.field.widget, forms.RadioSelect):
            return []
        words = {_spelled(anchor.points): anchor.words for anchor in self.leaf.anchors}
        return [(radio, words.get(radio.data["value"], "")) for radio in box]

    @property
    def wanted(self) -> int:
        """How many pieces of evidence the framework asks for."""
        return self.leaf.evidence.at_least if self.leaf.evidence else 0

    @property
    def errors(self) -> list[str]:
        return [str(error) for box in [*self.boxes, self.note, self.reason] if box for error in box.errors]


class MarksForm(forms.Form):
    """What somebody puts on the leaves of a card. What can be read is kept, whatever else cannot (`marks`).

    Beside each leaf stands how it was when the page was made, so that of two people on one card neither writes back
    what the other has changed meanwhile. `only` are the codes that may be looked at again.
    """

    def __init__(self, data=None, *, card: Scorecard, only: Collection[str] | None = None) -> None:
        super().__init__(data)
        self.card = card
        leaves = cards.leaves_for(card.evaluation.sheet, card.evaluation.profile_value, card.stage)
        self.leaves = [leaf for code, leaf in leaves.items() if only is None or code in only]
        self._kept = {score.code: Mark(*_parts(score)) for score in card.scores.all()}
        self.before = {} if card.stage == Stage.SELF else cards.earlier(card)
        for n, leaf in enumerate(self.leaves, start=1):
            self._ask(n, leaf)

    @property
    def lines(self) -> Iterator[Line]:
        """Every leaf with its boxes, in the order of the framework."""
        for n, leaf in enumerate(self.leaves, start=1):
            yield Line(
                n, leaf, [self[f"{word}-{n}"] for word in _questions(leaf)], self[f"note-{n}"],
                self[f"reason-{n}"] if f"reason-{n}" in self.fields else None, self._was(n, leaf),
                cards.entry_in_words(self.before[leaf.code]) if leaf.code in self.before else "",
            )  # fmt: skip

    @property
    def marks(self) -> Mapping[str, Mark]:
        """What was changed on this page and can be read, by code."""
        found = {}
        for n, leaf in enumerate(self.leaves, start=1):
            if self._was_sent(n) and not any(_belongs(name, n) for name in self.errors):
                mark = self._mark(n, leaf)
                if _digest(mark) != self._was(n, leaf):
                    found[leaf.code] = mark
        return found

    @property
    def tally(self) -> Tally:
        """What the card comes to with what is on the page; what a later card does not say counts as before."""
        evaluation, typed = self.card.evaluation, {code: mark.entry for code, mark in self._kept.items()}
        if self.is_bound and self.errors is not None:  # asking for them reads what was typed
            typed |= {leaf.code: self._mark(n, leaf).entry for n, leaf in enumerate(self.leaves, start=1)}
        told = {code: entry for code, entry in typed.items() if merging.says_something(entry)}
        counted = told if self.card.stage in cards.WHOLE else self.before | told
        return tally.tally(evaluation.sheet, counted, profile=evaluation.profile_value, stage=Stage(self.card.stage))

    @property
    def done(self) -> int:
        """On how many leaves something stands."""
        return sum(merging.says_something(mark.entry) for mark in self._kept.values())

    def clean(self) -> None:
        for n, leaf in enumerate(self.leaves, start=1):
            name = f"{next(iter(_questions(leaf)))}-{n}"
            if name not in self.errors:
                self._check(n, leaf, name)

    def _check(self, n: int, leaf: Criterion, name: str) -> None:
        try:
            with as_field_error():
                cards.check_one(self.card.evaluation.sheet, {leaf.code: leaf}, leaf.code, self._mark(n, leaf))
        except forms.ValidationError as error:
            self.add_error(name, error)

    def _ask(self, n: int, leaf: Criterion) -> None:
        mark = self._kept.get(leaf.code) or self._proposed(leaf)
        for word, field in _questions(leaf).items():
            field.initial = _initial(word, mark, field)
            self.fields[f"{word}-{n}"] = field
        words = {"code": leaf.code}
        self.fields[f"note-{n}"] = _words(_("Comment on %(code)s") % words, mark.note)
        if leaf.code in self.before:
            self.fields[f"reason-{n}"] = _words(_("Why %(code)s is not as before") % words, mark.reason)

    def _proposed(self, leaf: Criterion) -> Mark:
        """A result is a fact and stands ready as the stage before has it; points by hand are everybody's own."""
        before = self.before.get(leaf.code)
        if before is None or isinstance(effective(leaf.scored_by), Hand | YesNo) or self.card.stage not in cards.WHOLE:
            return Mark()
        return Mark(value=before.value, target=before.target, assigned=before.assigned)

    def _was_sent(self, n: int) -> bool:
        """Whether the browser sent anything of the leaf: what was not on the page says nothing."""
        return any(_belongs(name, n) for name in self.data)

    def _was(self, n: int, leaf: Criterion) -> str:
        """How the leaf stood when the page was made."""
        told = self.data.get(f"was-{n}", "") if self.is_bound else ""
        return str(told) or _digest(self._kept.get(leaf.code, Mark()))

    def _mark(self, n: int, leaf: Criterion) -> Mark:
        said = {word: self.cleaned_data.get(f"{word}-{n}") for word in _questions(leaf)}
        kept = self._kept.get(leaf.code, Mark())
        reason = self.cleaned_data.get(f"reason-{n}", "") if f"reason-{n}" in self.fields else kept.reason
        return Mark(
            points=said.get("points") if "points" in said else kept.points,
            value=said.get("value"), target=said.get("target"), assigned=not said.get("unassigned"),
            passed=said.get("passed"), note=self.cleaned_data.get(f"note-{n}", ""), reason=reason or "",
        )  # fmt: skip


def _belongs(name: str, n: int) -> bool:
    return name.rpartition("-")[2] == str(n)


def _questions(leaf: Criterion) -> dict[str, forms.Field]:
    """What is asked about a leaf; the first of them bears its name."""
    label, method = f"{leaf.code} {leaf.text}", effective(leaf.scored_by)
    match method:
        case YesNo():
            return {"passed": _buttons(label, {YES: _("yes"), NO: _("no")}, lambda said: said == YES)}
        case Hand() as hand:
            if steps := _steps(leaf, hand):
                return {"points": _buttons(label, {_spelled(n): format_number(n) for n in steps}, Decimal)}
            return {"points": NumberField(label=label, required=False)}
    value = NumberField(label=_("Result of %(code)s") % {"code": leaf.code}, required=False)
    value.help_text = sentences.method(method)
    asked: dict[str, forms.Field] = {"value": value}
    match method:
        case Share(target=None) | Relative() | Bands(measure=Measure.PERCENT):
            asked["target"] = NumberField(label=_("Target of %(code)s") % {"code": leaf.code}, required=False)
    if may_be_unassigned(leaf.scored_by):
        told = _("%(code)s was not given to this unit as a task") % {"code": leaf.code}
        asked["unassigned"] = forms.BooleanField(label=told, required=False)
    return asked


def _steps(leaf: Criterion, hand: Hand) -> list[Decimal]:
    """The points that may be given, where they are few; else none."""
    if not hand.step or (leaf.maximum - hand.least) / hand.step > MOST_BUTTONS - 1:
        return []
    first = -(-hand.least // hand.step)
    steps = {n * hand.step for n in range(int(first), int(leaf.maximum // hand.step) + 1)} | {leaf.maximum}
    return sorted(plain(step) for step in steps)


def _buttons(label: str, choices: Mapping[str, str], coerce: Any) -> forms.Field:
    return forms.TypedChoiceField(
        label=label, choices=[*choices.items(), ("", "–")], coerce=coerce, empty_value=None, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip


def _words(label: str, text: str) -> forms.Field:
    return TextField(label=label, required=False, initial=text, widget=forms.Textarea(attrs={"rows": 2}))


def _initial(word: str, mark: Mark, field: forms.Field) -> Any:
    match word:
        case "unassigned":
            return not mark.assigned
        case "passed":
            return "" if mark.passed is None else YES if mark.passed else NO
    said = getattr(mark, word)
    return (_spelled(said) if said is not None else "") if isinstance(field, forms.ChoiceField) else said


def _spelled(number: Decimal) -> str:
    return f"{plain(number):f}"


def _parts(score: Any) -> tuple[Any, ...]:
    """The score as the parts of a mark, in their order."""
    numbers = {"points", "value", "target"}
    told = ((field.name, getattr(score, field.name)) for field in fields(Mark))
    return tuple(plain(part) if name in numbers and part is not None else part for name, part in told)


def _digest(mark: Mark) -> str:
    return hashlib.sha256(repr([str(part) for part in _parts(mark)]).encode()).hexdigest()[:12]
