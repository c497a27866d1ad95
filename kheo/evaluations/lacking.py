"""What a card still needs before it can be sent: points on every leaf, evidence, a reason where it differs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.criteria import scoring
from kheo.criteria.enums import Role, Stage
from kheo.criteria.scoring import Entry
from kheo.criteria.sheet import Criterion
from kheo.evaluations import cards, merging
from kheo.evaluations.models import Score, Scorecard


@dataclass(frozen=True)
class Lack:
    """What a leaf still needs before the card can be sent."""

    code: str
    sentence: str


def lacks(card: Scorecard) -> list[Lack]:
    """Everything the card still needs, in the order of the framework."""
    before, scores = cards.earlier(card), {score.code: score for score in card.scores.all()}
    evidence = Counter(card.evidence.values_list("code", "kind"))
    leaves = cards.leaves_for(card.evaluation.sheet, card.evaluation.profile_value, card.stage)
    return [
        Lack(code, sentence)
        for code, leaf in leaves.items()
        for sentence in _of_leaf(card, leaf, scores.get(code), before.get(code), evidence)
    ]


def _of_leaf(
    card: Scorecard, leaf: Criterion, score: Score | None, before: Entry | None, evidence: Counter
) -> Iterator[str]:  # fmt: skip
    entry = score.entry if score else Entry()
    words = {"code": leaf.code, "text": leaf.text}
    if not merging.says_something(entry):
        if _is_wanted(card, leaf, before):
            yield _("%(code)s “%(text)s”: nothing stands there yet.") % words
        return
    if not _is_enough(leaf, entry):
        yield _("%(code)s “%(text)s”: the result and its target are wanted.") % words
    if card.stage == Stage.SELF and (count := _missing_evidence(leaf, entry, evidence)):
        yield ngettext(
            "%(code)s “%(text)s”: %(count)d piece of evidence is still wanted.",
            "%(code)s “%(text)s”: %(count)d pieces of evidence are still wanted.",
            count,
        ) % {**words, "count": count}
    if merging.differs(leaf, entry, before) and not (score and score.reason):
        yield _("%(code)s “%(text)s”: say why it differs from what was given before.") % words


def _is_wanted(card: Scorecard, leaf: Criterion, before: Entry | None) -> bool:
    """Bonus and penalty may stay empty, and a later card of the unit may leave what was said before."""
    if card.evaluation.sheet.role_of(leaf.code) != Role.SCALE:
        return False
    return card.stage in cards.WHOLE or before is None


def _is_enough(leaf: Criterion, entry: Entry) -> bool:
    """Whether what is said earns points, or is the answer to a question that earns none."""
    if not scoring.applies(leaf, entry) or (entry.passed is not None and not leaf.maximum):
        return True
    return scoring.points(leaf, entry, [entry]) is not None


def _missing_evidence(leaf: Criterion, entry: Entry, evidence: Counter) -> int:
    """How many pieces are wanted and not there. Whoever claims nothing needs no evidence."""
    rule = leaf.evidence
    if rule is None or not rule.at_least or not (scoring.points(leaf, entry, [entry]) or entry.passed):
        return 0
    return max(0, rule.at_least - sum(evidence[leaf.code, kind.value] for kind in rule.kinds))
