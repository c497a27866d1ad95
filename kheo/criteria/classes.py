"""From a tally to a class, and why not to a better one. The engine proposes, people decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kheo.criteria.sheet import Profile, Sheet
from kheo.criteria.tally import Tally

Figures = Mapping[str, Decimal]
Answers = Mapping[str, bool | None]


@dataclass(frozen=True)
class Hindrance:
    """Why a class was not reached: `kind` is threshold, minimum, condition or gate; `code` what it looked at.

    `found` is None where the figure is not known yet. `sentences.hindrance` tells it.
    """

    class_code: str
    kind: str
    code: str = ""
    of: str = ""
    is_: str = ""
    bound: Decimal | None = None
    found: Decimal | None = None


@dataclass(frozen=True)
class Verdict:
    """The class, None when none is reached or the subject cannot be classified; which gates failed, which are open."""

    class_code: str | None = None
    not_eligible: bool = False
    no_title: bool = False
    failed_gates: tuple[str, ...] = ()
    open_gates: tuple[str, ...] = ()
    held_back: tuple[Hindrance, ...] = ()
    provisional: bool = False


def classify(
    sheet: Sheet, tally: Tally, figures: Figures | None = None, answers: Answers | None = None,
    *, profile: Profile | None = None,
) -> Verdict:  # fmt: skip
    """The best class whose threshold, minimums, conditions and gates all hold.

    `figures` by figure code, `answers` by gate code (True: confirmed that it is passed; None or absent: not yet said,
    which is no failure but makes the verdict provisional). A failed gate of effect *not eligible* leaves no class at
    all: it is not the lowest one.
    """
    raise NotImplementedError
