"""Stations of a judgement: the district judges the ward by three criteria. Thu arranges; Minh, Sơn and Hạnh score."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from kheo.criteria import library, reading
from kheo.evaluations import actions
from kheo.evaluations.cards import Mark
from kheo.evaluations.models import Evaluation, Scorecard
from tests.factories import FrameworkVersionFactory, MembershipFactory, PersonFactory, UnitFactory

SHEET = {
    "code": "THU", "name": "Bảng điểm thử", "source": "Kiểm thử", "standing": "proposal", "scale": 100,
    "criteria": [
        {"code": "A", "text": "Chỉ đạo", "maximum": 30},
        {"code": "B", "text": "Kết quả", "maximum": 50},
        {"code": "C", "text": "Lan tỏa", "maximum": 20},
    ],
    "classes": [
        {"code": "XS", "name": "Xuất sắc", "threshold": {"bound": 90}},
        {"code": "T", "name": "Tốt", "threshold": {"bound": 80}},
        {"code": "K", "name": "Khá", "threshold": {"bound": 65}},
        {"code": "D", "name": "Đạt"},
    ],
    "stages": ["self", "verification", "scoring"],
}  # fmt: skip


def sheet_of(**changes):
    """The little sheet of these tests, with other words in place of some of its own."""
    return reading.read(SHEET | changes)


def marks(**points):
    """`marks(A=25, B=40)`: points by hand."""
    return {code: Mark(points=None if given is None else Decimal(str(given))) for code, given in points.items()}


def with_reason(why, **points):
    return {code: Mark(points=Decimal(str(given)), reason=why) for code, given in points.items()}


@pytest.fixture
def office(story):
    """Who judges for the district beside Minh, the reviewer of the story."""
    people = {
        "thu": ("Phạm Thị Thu", "council_secretary"), "son": ("Vũ Hồng Sơn", "reviewer"),
        "hanh": ("Bùi Thị Hạnh", "reviewer"), "vinh": ("Hoàng Vinh", "viewer"),
    }  # fmt: skip
    found = {}
    for username, (name, role) in people.items():
        found[username] = PersonFactory(username=username, full_name=name)
        MembershipFactory(person=found[username], unit=story.district, role=role)
    return SimpleNamespace(**found, minh=story.minh)


@pytest.fixture
def runner(story):
    """Who runs the movement of the province."""
    person = PersonFactory(username="yen", full_name="Trịnh Thị Yên")
    MembershipFactory(person=person, unit=story.province, role="steering_committee")
    return person


@pytest.fixture
def demanded(story, runner):
    """`demanded(sheet, scorers=2)`: the round demands an evaluation at the level of the district."""

    def demand(sheet=None, *, level="district", **more):
        version = FrameworkVersionFactory(framework__owner=story.province, sheet=sheet or sheet_of())
        return actions.demand(story.round, level, version=version, by=runner, **more)

    return demand


@pytest.fixture
def opened(story):
    """`opened(unit)`: the district has opened the evaluation of a unit, the ward unless told."""

    def opened(unit=None, *, profile="", by=None):
        unit = unit or story.ward
        subject = actions.enter_subject(story.round, unit, code=unit.code, title=unit.name, by=by or story.minh)
        return actions.open_evaluation(subject, story.district, by=by or story.minh, profile=profile)

    return opened


@pytest.fixture
def evaluation(demanded, opened):
    """The ward's evaluation, at its first stage: self-assessment, verification, two scorers."""
    demanded(scorers=2)
    return opened()


@pytest.fixture
def assessed(story, evaluation):
    """Lan's ward gave itself 87 and sent it."""
    return assess(evaluation, story.lan, marks(A=27, B=43, C=17))


@pytest.fixture
def verified(story, assessed):
    """Minh agreed with the self-assessment at the verification."""
    card = assessed.cards.get(stage="verification")
    actions.send_card(card, by=story.minh)
    return now(assessed)


@pytest.fixture
def assigned(office, verified):
    """Minh and Sơn are to score."""
    for scorer in (office.minh, office.son):
        actions.assign(verified, scorer, by=office.thu)
    return now(verified)


def assess(evaluation, by, given):
    card = actions.self_assess(evaluation, given, by=by, revision=0)
    actions.send_card(card, by=by)
    return now(evaluation)


def card_of(evaluation, scorer, stage="scoring"):
    return Scorecard.objects.get(evaluation=evaluation, stage=stage, scorer=scorer)


def send_points(evaluation, scorer, given):
    """A scorer writes points and sends them."""
    card = card_of(evaluation, scorer)
    card = actions.score(card, given, by=scorer, revision=card.revision)
    return actions.send_card(card, by=scorer)


def now(evaluation):
    """The evaluation as it is in the database."""
    return Evaluation.objects.get(pk=evaluation.pk)


def ward(story, name="Phường Cộng Hòa"):
    """One more ward of the district."""
    return UnitFactory(name=name, level="commune", parent=story.district)


def bac_kan():
    return library.by_code("BK-1878")
