"""What was said of models after their recognition, with its day: that they lived, or that they had stopped.

A pulse says it on the day of the answer, a re-check by the day of its evidence. What did not run, and what its office
ended or dropped, has stopped. Nothing said is nothing known: silence is neither life nor death.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kheo.progress.enums import Decision, Pulse
from kheo.progress.models import PulseAnswer, Recheck

OVER = {Decision.END, Decision.DROP}


class Word(NamedTuple):
    """One answer about one exemplar."""

    exemplar_id: int
    on: date
    lives: bool


def words(exemplar_ids: Iterable[int], on: date) -> Iterator[Word]:
    """Everything said of the exemplars up to a day. Two queries, whatever their number."""
    ids = list(exemplar_ids)
    for pulse in PulseAnswer.objects.filter(exemplar__in=ids, on__lte=on):
        yield Word(pulse.exemplar_id, pulse.on, pulse.answer != Pulse.STOPPED)
    for sheet in Recheck.objects.filter(exemplar__in=ids, evidence_on__lte=on).select_related("ruling"):
        yield Word(sheet.exemplar_id, sheet.evidence_on, sheet.running and sheet.decision not in OVER)


def stopped(exemplar_ids: Iterable[int], on: date) -> set[int]:
    """Those of which somebody has said by a day that they had stopped: what has stopped stays stopped."""
    return {word.exemplar_id for word in words(exemplar_ids, on) if not word.lives}
