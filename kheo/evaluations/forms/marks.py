"""A card on the screen: for every leaf what stands on it or was typed, and what can be read of that."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms

from kheo.criteria import tally
from kheo.criteria.amounts import plain
from kheo.criteria.criterion import Criterion
from kheo.criteria.enums import Stage
from kheo.criteria.methods import Hand, YesNo, effective
from kheo.criteria.tally import Tally
from kheo.evaluations import cards, merging
from kheo.evaluations.cards import Mark
from kheo.evaluations.forms import boxes
from kheo.evaluations.forms.boxes import Box, Line
from kheo.evaluations.models import Scorecard
from kheo.kernel.formwork import as_field_error

PARTS = [part.name for part in fields(Mark)]


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
        self._kept = {code: _mark_of(*parts) for code, *parts in card.scores.values_list("code", *PARTS)}
        self.before = {} if card.stage == Stage.SELF else cards.earlier(card)
        self._asked = {leaf.code: boxes.asked_about(leaf) for leaf in self.leaves}
        if self.is_bound:
            for n, leaf in enumerate(self.leaves, start=1):
                self._read(n, leaf)

    @property
    def lines(self) -> Iterator[Line]:
        """Every leaf with its boxes, in the order of the framework."""
        for n, leaf in enumerate(self.leaves, start=1):
            yield self._line(n, leaf)

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
            name = f"{self._asked[leaf.code][0].word}-{n}"
            if name not in self.errors:
                self._check(n, leaf, name)

    def _check(self, n: int, leaf: Criterion, name: str) -> None:
        try:
            with as_field_error():
                cards.check_one(self.card.evaluation.sheet, {leaf.code: leaf}, leaf.code, self._mark(n, leaf))
        except forms.ValidationError as error:
            self.add_error(name, error)

    def _read(self, n: int, leaf: Criterion) -> None:
        """The fields that read what was typed on a leaf."""
        for ask in self._asked[leaf.code]:
            self.fields[f"{ask.word}-{n}"] = ask.field()
        self.fields[f"note-{n}"] = boxes.words_field(boxes.note_on(leaf))
        if leaf.code in self.before:
            self.fields[f"reason-{n}"] = boxes.words_field(boxes.reason_for(leaf))

    def _line(self, n: int, leaf: Criterion) -> Line:
        """The leaf as the page shows it: with what was typed, else with what stands there."""
        mark, earlier = self._kept.get(leaf.code) or self._proposed(leaf), self.before.get(leaf.code)
        asked = [
            self._box(f"{ask.word}-{n}", ask.label, ask.kept(mark), ask.hint, is_tick=ask.word == "unassigned")
            for ask in self._asked[leaf.code]
        ]
        return Line(
            number=str(n),
            leaf=leaf,
            boxes=asked,
            buttons=boxes.buttons(leaf, self._asked[leaf.code][0], asked[0]),
            note=self._box(f"note-{n}", boxes.note_on(leaf), mark.note),
            reason=self._box(f"reason-{n}", boxes.reason_for(leaf), mark.reason) if earlier else None,
            was=self._was(n, leaf),
            before=cards.entry_in_words(earlier) if earlier else "",
            errors=[str(error) for name, errors in self.errors.items() if _belongs(name, n) for error in errors],
        )

    def _box(self, name: str, label: str, kept: str, hint: str = "", *, is_tick: bool = False) -> Box:
        return Box(name, label, str(self.data.get(name, "")) if self.is_bound else kept, hint, is_tick)

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
        said = {ask.word: self.cleaned_data.get(f"{ask.word}-{n}") for ask in self._asked[leaf.code]}
        kept = self._kept.get(leaf.code, Mark())
        reason = self.cleaned_data.get(f"reason-{n}", "") if leaf.code in self.before else kept.reason
        return Mark(
            points=said.get("points") if "points" in said else kept.points,
            value=said.get("value"), target=said.get("target"), assigned=not said.get("unassigned"),
            passed=said.get("passed"), note=self.cleaned_data.get(f"note-{n}", ""), reason=reason or "",
        )  # fmt: skip


def _belongs(name: str, n: int) -> bool:
    return name.rpartition("-")[2] == str(n)


def _mark_of(*parts: Any) -> Mark:
    """The mark as its parts were kept, numbers as they are written."""
    return Mark(*(plain(part) if isinstance(part, Decimal) else part for part in parts))


def _digest(mark: Mark) -> str:
    parts = (getattr(mark, name) for name in PARTS)
    told = [str(plain(part) if isinstance(part, Decimal) else part) for part in parts]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]
