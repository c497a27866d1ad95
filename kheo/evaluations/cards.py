"""A card while it is being written: what somebody puts on a leaf, and what it comes to so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.criteria import scoring, tally
from kheo.criteria.amounts import LARGEST, MOST_PLACES
from kheo.criteria.enums import Stage
from kheo.criteria.scoring import Entry
from kheo.criteria.sheet import Criterion, Profile, Sheet
from kheo.criteria.tally import Tally
from kheo.evaluations import merging
from kheo.evaluations.enums import INDEPENDENT
from kheo.evaluations.ledger import given_on
from kheo.evaluations.models import Evaluation, Scorecard
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import format_number

WHOLE = INDEPENDENT | {Stage.SELF}  # cards that say everything; a later card of the unit says what it would change


@dataclass(frozen=True)
class Mark:
    """What somebody puts on a leaf; nothing at all is a gap, or takes back what stood there."""

    points: Decimal | None = None
    value: Decimal | None = None
    target: Decimal | None = None
    assigned: bool = True
    passed: bool | None = None
    note: str = ""
    reason: str = ""

    @property
    def entry(self) -> Entry:
        """What the arithmetic reads of it."""
        return Entry(self.value, self.target, self.assigned, self.passed, self.points)

    @property
    def in_words(self) -> str:
        """Points, result with its target, yes or no, and the words beside them, on one line."""
        return "; ".join(filter(None, [entry_in_words(self.entry), self.note, self.reason]))


def entry_in_words(entry: Entry) -> str:
    """`9`, `62 / 60`, `yes`; empty for a gap."""
    told = []
    if not entry.assigned:
        return _("not assigned")
    if entry.passed is not None:
        told.append(_("yes") if entry.passed else _("no"))
    if entry.value is not None:
        target = "" if entry.target is None else f" / {format_number(entry.target)}"
        told.append(f"{format_number(entry.value)}{target}")
    if entry.points is not None:
        told.append(format_number(entry.points))
    return "; ".join(told)


def leaves_for(sheet: Sheet, profile: Profile | None, stage: str) -> dict[str, Criterion]:
    """The leaves on which a card of a stage may say something: those of the profile, kept for no other stage."""
    without = set(profile.without) if profile else set()
    found: dict[str, Criterion] = {}
    for criterion in sheet.criteria:
        _collect(criterion, without, Stage(stage), found)
    return found


def check(evaluation: Evaluation, stage: str, marks: Mapping[str, Mark]) -> None:
    """`BadInput` for a criterion that this stage does not score, and for points or figures that cannot be."""
    sheet = evaluation.sheet
    leaves = leaves_for(sheet, evaluation.profile_value, stage)
    for code, mark in marks.items():
        check_one(sheet, leaves, code, mark)


def check_one(sheet: Sheet, leaves: Mapping[str, Criterion], code: str, mark: Mark) -> None:
    """The same of one mark; `leaves` are those that `leaves_for` gave."""
    if code not in leaves:
        raise BadInput(_why_not(sheet, code))
    scoring.fits(leaves[code], mark.entry)
    if any(not _can_be_kept(number) for number in (mark.points, mark.value, mark.target)):
        raise BadInput(_("%(code)s: the number is too long.") % {"code": code})


def earlier(card: Scorecard) -> dict[str, Entry]:
    """What counted on each leaf before the card's stage, by the sent cards."""
    sheet, stage = card.evaluation.sheet, Stage(card.stage)
    stages = merging.stages_before(sheet, stage)
    if not stages:
        return {}
    given = given_on(Scorecard.objects.sent().filter(evaluation=card.evaluation_id, stage__in=stages))
    told = merging.by_stage(sheet, (one for _card, one in given[card.evaluation_id]))
    return merging.before(sheet, told, stage)


def tally_so_far(card: Scorecard) -> Tally:
    """What the card comes to as it stands, for whoever writes it; what it does not say counts as the stage before."""
    sheet = card.evaluation.sheet
    entries = (earlier(card) if card.stage not in WHOLE else {}) | entries_of(card)
    return tally.tally(sheet, entries, profile=card.evaluation.profile_value, stage=Stage(card.stage))


def entries_of(card: Scorecard) -> dict[str, Entry]:
    """What stands on the card, gaps left out."""
    return {score.code: score.entry for score in card.scores.all() if merging.says_something(score.entry)}


def _can_be_kept(number: Decimal | None) -> bool:
    return number is None or (abs(number) < LARGEST and number == round(number, MOST_PLACES))


def _collect(criterion: Criterion, without: set[str], stage: Stage, found: dict[str, Criterion]) -> None:
    if criterion.code in without or criterion.reserved_to not in (None, stage):
        return
    if criterion.is_leaf:
        found[criterion.code] = criterion
    for part in criterion.parts:
        _collect(part, without, stage, found)


def _why_not(sheet: Sheet, code: str) -> str:
    """Why a card of this stage has no room for that code."""
    criterion = sheet.by_code.get(code)
    words = {"code": code, "framework": sheet.name}
    if criterion is None:
        return _("“%(framework)s” has no criterion %(code)s.") % words
    if not criterion.is_leaf:
        return _("%(code)s is a group: its parts are scored.") % words
    if reserved := _reserved_to(sheet, code):
        return _("%(code)s is kept for the stage “%(stage)s”.") % {**words, "stage": reserved.label}
    return _("%(code)s does not apply to this subject.") % words


def _reserved_to(sheet: Sheet, code: str) -> Stage | None:
    """The stage for which the leaf, or a group above it, is kept."""
    for criterion in sheet.walk():
        if criterion.reserved_to and any(part.code == code for part in criterion.walk()):
            return criterion.reserved_to
    return None
