"""Bình Thuận's province judges before it recognises: MAU-0, then a council of 15 that votes by secret ballot on paper.

Three of the 22 of 2023 wait for it; Vân reviews, Thu arranges the scoring and writes for the council, Bình leads it.
"""

from decimal import Decimal
from types import SimpleNamespace

from kheo.councils import actions as councils
from kheo.councils.counting import Counts
from kheo.criteria import library
from kheo.evaluations import actions as evaluations
from kheo.evaluations.bringing import Listed, bring_in
from kheo.evaluations.cards import Mark
from kheo.evaluations.models import Evaluation
from kheo.recognitions import actions
from tests.councils.conftest import convened, council_of, led_to_the_vote
from tests.factories import (
    ExemplarFactory,
    FrameworkVersionFactory,
    MembershipFactory,
    MovementFactory,
    PersonFactory,
    RegistrationFactory,
    RoundFactory,
    UnitFactory,
)
from tests.recognitions.binh_thuan import told

MOST = {"T1": 10, "T2": 10, "T3": 15, "T4": 15, "T5": 25, "T6": 10, "T7": 10, "T8": 5}
GATES = ("DK1", "DK2", "DK3", "DK4", "DK5")


def before_the_province(units=3):
    """What waits for the province, which considers; no judgement is demanded yet."""
    province = UnitFactory(code="BT", name="Tỉnh Bình Thuận", level="province")
    van = PersonFactory(username="van", full_name="Nguyễn Thị Vân")
    MembershipFactory(person=van, unit=province, role="reviewer")
    thu = PersonFactory(username="thu", full_name="Lý Minh Thu")
    MembershipFactory(person=thu, unit=province, role="council_secretary")
    movement = MovementFactory(code="DVK-BT", owner=province)
    round_ = RoundFactory(movement=movement, code="BT-2023", name="Bình Thuận, năm 2023")
    waiting = [_registration(province, round_, scene, number) for number, scene in enumerate(told()[:units], start=1)]
    return SimpleNamespace(
        province=province, round=round_, van=van, thu=thu, waiting=waiting, ward=waiting[0].unit,
        sibling=waiting[-1].unit, hoa=PersonFactory(full_name="Lê Thị Hoa"),
        consideration=actions.consider(province, round_, by=van),
    )  # fmt: skip


def demand(place, *, council=False, scorers=1, least=None):
    """The round demands MAU-0 at the level of the province, and `least` points for being recognised."""
    version = FrameworkVersionFactory(framework__owner=place.province, sheet=library.by_code("MAU-0"))
    return evaluations.demand(
        place.round, "province", version=version, by=None, council=council, scorers=scorers, least=least
    )  # fmt: skip


def evaluated(place, registration, *, less=0, failed=(), conclude=True):
    """The council of experts gave everything but `less` of T5; the gates are answered; Thu concludes."""
    evaluation = Evaluation.objects.get(subject__registration=registration, unit=place.province)
    points = MOST | {"T5": MOST["T5"] - less}
    listed = [
        Listed(evaluation.subject, evaluation.procedure, place.province.pk, "", "council", None, code,
               mark=Mark(points=Decimal(most)))
        for code, most in points.items()
    ]  # fmt: skip
    bring_in(listed, by=None)
    for gate in GATES:
        evaluations.answer_gate(evaluation, gate, passed=gate not in failed, by=place.van, document="12-BC/BDV")
    return evaluations.conclude_evaluation(evaluation, by=place.thu) if conclude else evaluation


def council_for(place):
    """Fifteen members; on their agenda what waits."""
    council = council_of(place, 15)
    for registration in place.waiting:
        registration.refresh_from_db()
    council.subjects = [registration.judged_as for registration in place.waiting if registration.judged_as]
    return council


def called(council):
    """The session is open; nothing is voted on."""
    return councils.open_session(convened(council, "award_80"), by=council.bình)


def voted(council, session, *agreed):
    """A paper ballot on each item, counted by two; then the session is concluded."""
    for item, count in zip(session.items.all(), agreed, strict=True):
        led_to_the_vote(council, item)
        councils.open_vote(item, means="paper", by=council.bình)
        councils.close_vote(item, by=council.bình)
        for person in council.people[3:5]:
            councils.enter_count(item, Counts(agreed=count, against=15 - count), issued=15, by=person)
        councils.announce(item, by=council.bình)
    return councils.conclude_session(session, by=council.bình)


def _registration(province, round_, scene, number):
    unit = UnitFactory(code=f"{scene.unit}-{number}", name=scene.unit, parent=province)
    return RegistrationFactory(
        unit=unit, exemplar=ExemplarFactory(unit=unit), round=round_, title=scene.title, kind=scene.kind,
        subject=scene.subject, status="reported", receiver=province, code=f"MH-{number:03d}",
    )  # fmt: skip
