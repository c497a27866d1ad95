"""The judgement of Bình Thuận's 39 proposals, between the day of the last one and the day of the decision.

What it comes to is the report's: 22 are recognised. Days, points, members, votes are ours.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from kheo.councils.models import Item
from kheo.criteria.enums import Stage
from kheo.evaluations import actions as evaluations
from kheo.evaluations.models import Evaluation
from kheo.kernel import clock
from kheo.story import binh_thuan, chamber, judging, worth
from kheo.story.judging import Judging
from kheo.story.line import RUNS, Line
from kheo.story.scenes import Fate, Scene
from kheo.units.enums import Level

PROVINCE = "BT"
SCORERS, LEAST = 3, Decimal(85)  # movement.md §3.7.6: the province recognises from 85 points
PUBLISHED = date(2023, 1, 9)
OPENED, ASSESSED, VERIFIED, SCORED, EXPLAINED = (date(2023, 12, day) for day in (12, 15, 21, 26, 28))
CONCLUDED = date(2024, 1, 3)
FOUNDED, CONVENED = date(2023, 12, 1), date(2024, 1, 4)
COUNCIL = "Hội đồng xét công nhận mô hình, điển hình “Dân vận khéo” tỉnh Bình Thuận (minh họa)"
SESSION = "Xét công nhận mô hình, điển hình năm 2023"
FOUNDING = "13-QĐ/MH"


def demand(line: Line) -> None:
    """The province judges by the shipped sheet of 100 points, each dossier by three scorers, and by its council."""
    province, round_ = line.unit(PROVINCE), line.round(binh_thuan.ROUND)
    by = line.company.who(province, RUNS)
    with clock.at(PUBLISHED):
        version = judging.publish(judging.SHIPPED, province, starts=round_.starts, by=by)
        procedure = evaluations.demand(
            round_, Level.PROVINCE, version=version, council=True, scorers=SCORERS, least=LEAST, by=by
        )
        evaluations.set_deadline(procedure, Stage.SELF, on=date(2023, 12, 18), by=by)
        evaluations.set_deadline(procedure, Stage.SCORING, on=date(2023, 12, 29), by=by)


def score(line: Line, scenes: Sequence[Scene]) -> None:
    """Units assess themselves, some are visited, three of five reviewers score each, some explain."""
    judging_ = Judging(line.company, line.unit(PROVINCE), line.round(binh_thuan.ROUND))
    with clock.at(OPENED):
        judging_.open(scenes)
    cases = judging_.cases
    with clock.at(ASSESSED):
        for case in cases:
            judging_.self_assess(case)
    for number, case in enumerate(case for case in cases if case.worth.visited):
        judging_.visit(case, ASSESSED + timedelta(days=3 + number % 3))
    with clock.at(VERIFIED):
        for case in cases:
            judging_.verify(case)
            judging_.answer_gates(case)
        judging_.share_out(cases)
    with clock.at(SCORED):
        for case in cases:
            judging_.score(case)
    with clock.at(EXPLAINED):
        for case in cases:
            if case.worth.asked:
                judging_.explain(case)
    with clock.at(CONCLUDED):
        for case in cases:
            judging_.conclude(case)


def vote(line: Line, scenes: Sequence[Scene]) -> None:
    """The council of fifteen decides on all of them in one session: 22 are adopted."""
    province, round_ = line.unit(PROVINCE), line.round(binh_thuan.ROUND)
    by = line.company.who(province, judging.ARRANGES)
    room = chamber.Chamber(chamber.found(province, name=COUNCIL, number=FOUNDING, on=FOUNDED, by=by))
    fit = Evaluation.objects.fit().filter(unit=province, subject__round=round_).select_related("subject")
    with clock.at(CONVENED):
        shortlist = [one.subject for one in fit.order_by("-points", "pk")]
        room.convene(round_, shortlist, on=binh_thuan.RECOGNISED_ABOVE, title=SESSION)
    with clock.at(binh_thuan.RECOGNISED_ABOVE, 8):
        room.take_the_roll()
    room.decide(_worth_of(scenes), narrowly=_last_adopted(room.items(), scenes))
    room.conclude()


def _worth_of(scenes: Sequence[Scene]) -> Callable[[Item], worth.Worth]:
    found = worth.worths(scenes)
    return lambda item: found[_key(item)]


def _last_adopted(items: Sequence[Item], scenes: Sequence[Scene]) -> Item:
    """Of what is adopted the one with the fewest points, on which everybody present votes."""
    adopted = {scene.key for scene in scenes if scene.fate == Fate.RECOGNISED_ABOVE}
    voted = [item for item in items if _key(item) in adopted]
    return [item for item in voted if not item.recusals.exists()][-1]


def _key(item: Item) -> tuple[str, str]:
    """The scene that an item is about, by its unit and title."""
    assert item.subject is not None, "the agenda was made from a shortlist"
    return item.subject.unit.code, item.subject.title
