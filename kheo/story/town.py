"""The judgement that goes on in Quảng Yên on 20 November 2024, left where people find something to do."""

from kheo.evaluations import actions as evaluations
from kheo.kernel import clock
from kheo.story import chamber, digital, judging
from kheo.story.judging import Case, Judging
from kheo.story.line import RUNS, Line
from kheo.story.quang_yen import TOWN
from kheo.units.enums import Level

SCORERS = 2
FRAMEWORK = "MAU-0-QN"
COUNCIL = "Hội đồng xét công nhận mô hình, điển hình “Dân vận khéo” thị xã Quảng Yên (minh họa)"
SESSION = "Xét công nhận chuyên đề chuyển đổi số"
FOUNDING = "02-QĐ/MH"


def demand(line: Line) -> None:
    """In the round on digital change the towns and districts of Quảng Ninh judge by two scorers and a council."""
    round_ = line.round(digital.ROUND)
    province = round_.movement.owner
    by = line.company.who(province, RUNS)
    with clock.at(round_.starts):
        version = judging.publish(FRAMEWORK, province, starts=round_.starts, by=by)
        evaluations.demand(round_, Level.DISTRICT, version=version, council=True, scorers=SCORERS, by=by)


def judge(line: Line) -> None:
    """Each of the seven dossiers is taken as far as its place in the list says."""
    for scene in digital.scenes():
        line.report_result(scene, digital.REPORTED)
    judging_ = Judging(line.company, line.unit(TOWN), line.round(digital.ROUND))
    with clock.at(digital.OPENED):
        judging_.open(digital.scenes())
    cases = {case.scene.unit: case for case in judging_.cases}
    later = [cases[unit] for unit in digital.UNITS[2:]]
    _assess(judging_, cases)
    _verify(judging_, cases[digital.TO_VERIFY], later)
    _score(judging_, [cases[unit] for unit in digital.TO_SCORE], later[-3:])
    with clock.at(digital.CONCLUDED):
        concluded = later[-2:]
        for case in concluded:
            judging_.conclude(case)
        _convene(line, concluded)


def _assess(judging_: Judging, cases: dict[str, Case]) -> None:
    with clock.at(digital.ASSESSED):
        for unit, case in cases.items():
            judging_.self_assess(case, send=unit != digital.TO_ASSESS)


def _verify(judging_: Judging, to_verify: Case, later: list[Case]) -> None:
    with clock.at(digital.VERIFIED):
        judging_.plan_visit(to_verify, digital.VISIT)
        for case in later:
            judging_.verify(case)
            judging_.answer_gates(case)
        judging_.share_out(later)


def _score(judging_: Judging, half: list[Case], whole: list[Case]) -> None:
    """Of some the second scorer's points are still missing: they wait for the reviewer who signs in."""
    with clock.at(digital.SCORED):
        for case in half:
            judging_.score(case, judging_.scorers[1:])
        for case in whole:
            judging_.score(case)


def _convene(line: Line, concluded: list[Case]) -> None:
    """The town's council is called together on what is concluded; the rest is for its secretary to prepare."""
    town, round_ = line.unit(TOWN), line.round(digital.ROUND)
    by = line.company.who(town, judging.ARRANGES)
    council = chamber.found(town, name=COUNCIL, number=FOUNDING, on=digital.OPENED, by=by)
    shortlist = [case.evaluation.subject for case in concluded]
    chamber.Chamber(council).convene(round_, shortlist, on=digital.SESSION, title=SESSION)
