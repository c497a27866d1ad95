"""The simulator: what a unit would have with these results, or with this total. Nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.criteria.amounts import plain
from kheo.criteria.classes import Answers, Figures, Verdict, classify
from kheo.criteria.methods import looks_at_rivals
from kheo.criteria.scoring import Entry
from kheo.criteria.sentences import hindrance
from kheo.criteria.sheet import Class, Gate, Profile, Sheet
from kheo.criteria.tally import Tally, tally
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import format_number


@dataclass(frozen=True)
class Trial:
    """What came out, with everything a person asks about it."""

    tally: Tally
    verdict: Verdict
    class_: Class | None
    failed: tuple[Gate, ...]
    open: tuple[Gate, ...]
    held_back: tuple[str, ...]
    """Of every better class, best first, what was in its way."""
    alone: bool
    """Whether something is measured against a group that is not there."""

    @property
    def open_codes(self) -> str:
        """The gates of which nobody has said whether they are passed."""
        return ", ".join(gate.code for gate in self.open)


def try_out(
    sheet: Sheet, entries: Mapping[str, Entry], figures: Figures, answers: Answers, *,
    profile: Profile | None = None, total: Decimal | None = None,
) -> Trial:  # fmt: skip
    """Count and classify. A `total` goes before what the entries give; `BadInput` when nobody can reach it."""
    counted = tally(sheet, entries, profile=profile, rivals={})
    if total is not None:
        counted = _with_total(sheet, counted, total)
    verdict = classify(sheet, counted, figures, answers, profile=profile)
    gates = {gate.code: gate for gate in sheet.gates}
    reached = (class_ for class_ in sheet.classes_for(profile) if class_.code == verdict.class_code)
    return Trial(
        tally=counted, verdict=verdict, class_=next(reached, None),
        failed=tuple(gates[code] for code in verdict.failed_gates),
        open=tuple(gates[code] for code in verdict.open_gates),
        held_back=tuple(hindrance(sheet, one) for one in verdict.held_back),
        alone=any(looks_at_rivals(leaf.scored_by) for leaf in sheet.leaves()),
    )  # fmt: skip


def _with_total(sheet: Sheet, counted: Tally, total: Decimal) -> Tally:
    most = counted.maximum + (sheet.most_bonus if sheet.may_exceed else 0)
    if not 0 <= total <= most:
        raise BadInput(
            _("Nobody can have %(total)s points here: the total lies between 0 and %(most)s.")
            % {"total": format_number(total), "most": format_number(most)}
        )
    percent = total * 100 / counted.maximum if counted.maximum else None
    return replace(counted, total=plain(total), percent=percent, missing=(), provisional=False)
