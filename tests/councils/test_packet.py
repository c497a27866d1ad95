"""What members read before the session: the dossiers on their agenda and their points, unless too near to them."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kheo.councils import actions as councils
from kheo.evaluations import results
from kheo.evaluations.models import Evaluation, Procedure, Subject
from kheo.evaluations.outcome import freeze
from kheo.exemplars.models import Registration
from kheo.kernel import periods
from kheo.people.models import Person
from tests.councils.conftest import convened, council_of
from tests.evaluations.conftest import sheet_of
from tests.factories import (
    EvaluationFactory,
    FrameworkVersionFactory,
    MembershipFactory,
    PersonFactory,
    ProcedureFactory,
    RegistrationFactory,
    ScorecardFactory,
)

pytestmark = pytest.mark.django_db


def concluded_evaluation(subject, unit):
    """A unit has judged a subject: 27 + 43 + 18 points of 100."""
    procedure = Procedure.objects.filter(round=subject.round, level=unit.level).first() or ProcedureFactory(
        round=subject.round, level=unit.level,
        version=FrameworkVersionFactory(framework__owner=unit, sheet=sheet_of(stages=["superior"])),
    )  # fmt: skip
    judged = EvaluationFactory(subject=subject, unit=unit, procedure=procedure, state="superior")
    ScorecardFactory(evaluation=judged, stage="superior", sent_at=timezone.now(), marks={"A": 27, "B": 43, "C": 18})
    outcome = freeze(results.anew([judged])[judged.pk])
    Evaluation.objects.filter(pk=judged.pk).update(state="concluded", concluded_at=timezone.now(), result=outcome)
    return judged


def reads(person, subject):
    """Whether somebody may read what was concluded, and the registration: asked anew, as each request does."""
    person = Person.objects.get(pk=person.pk)
    evaluation = Evaluation.objects.visible_to(person).filter(subject=subject).exists()
    registration = Registration.objects.visible_to(person).filter(judged_as=subject).exists()
    return evaluation, registration


@pytest.fixture
def before(story):
    """A council of seven of the province; on the agenda of its session a dossier of Yên Giang with 88 points."""
    seven = council_of(story, 7)
    subject = seven.subjects[0]
    registration = RegistrationFactory(
        unit=story.ward, round=story.round, receiver=story.district, title=subject.title, status="accepted",
        judged_as=subject,
    )  # fmt: skip
    concluded_evaluation(subject, story.province)
    return SimpleNamespace(
        council=seven, subject=subject, registration=registration, session=convened(seven, "majority"),
        member=seven.people[4],
    )  # fmt: skip


def test_a_member_reads_the_dossier_and_what_was_concluded(before, as_person):
    assert reads(before.member, before.subject) == (True, True)
    page = as_person(before.member).get(reverse("councils:packet", args=[before.session.pk])).content.decode()
    assert reverse("exemplars:detail", args=[before.registration.pk]) in page
    assert "88 of 100 points" in page
    (evaluation,) = Evaluation.objects.all()
    points = as_person(before.member).get(reverse("evaluations:detail", args=[evaluation.pk]))
    assert points.status_code == 200


def test_nobody_else_does(story, before, as_person):
    assert reads(PersonFactory(), before.subject) == (False, False)
    assert reads(story.stranger, before.subject) == (False, False)
    address = reverse("councils:packet", args=[before.session.pk])
    assert as_person(story.stranger).get(address).status_code == 404


def test_what_is_not_on_an_agenda_stays_closed(before):
    other = before.council.subjects[1]
    before.session.items.filter(subject=other).delete()
    concluded_evaluation(other, before.council.it.unit)
    assert reads(before.member, other) == (False, False)


def test_nor_what_another_unit_concluded(story, before):
    concluded_evaluation(before.subject, story.district)
    person = Person.objects.get(pk=before.member.pk)
    assert [one.unit for one in Evaluation.objects.visible_to(person)] == [story.province]


def test_nor_what_is_still_being_judged(before):
    Evaluation.objects.update(state="scoring", result=None, concluded_at=None)
    assert reads(before.member, before.subject) == (False, True)


def test_nor_a_draft(before):
    Registration.objects.filter(pk=before.registration.pk).update(status="draft", submitted_at=None, code="")
    assert reads(before.member, before.subject) == (True, False)


def test_a_rehearsal_opens_nothing(before):
    before.session.rehearsal = True
    before.session.save()
    assert reads(before.member, before.subject) == (False, False)


def test_who_stepped_aside_reads_nothing(before):
    item = before.session.items.get(subject=before.subject)
    recusal = councils.recuse(item, before.council.seats[4], reason="Là tác giả.", by=before.member)
    assert reads(before.member, before.subject) == (False, False)
    councils.withdraw_recusal(recusal, by=before.member)
    assert reads(before.member, before.subject) == (True, True)


class TestWhoIsNear:
    @pytest.fixture
    def near(self, story, before):
        """The member served the ward until last year."""
        MembershipFactory(
            person=before.member, unit=story.ward, role="clerk",
            during=periods.period(date(2020, 1, 1), date(2023, 12, 31)),
        )  # fmt: skip
        return before

    def test_reads_nothing_before_the_council_has_spoken(self, near, as_person):
        assert reads(near.member, near.subject) == (False, False)
        page = as_person(near.member).get(reverse("councils:packet", args=[near.session.pk])).content.decode()
        assert "You do not read the papers of this item: you are near to it, or have stepped aside." in page
        assert "88 of 100 points" not in page

    def test_reads_them_where_the_council_lets_them_take_part(self, near):
        item = near.session.items.get(subject=near.subject)
        councils.let_take_part(item, near.council.seats[4], reason="Đã nghỉ công tác.", by=near.council.bình)
        assert reads(near.member, near.subject) == (True, True)


def test_who_left_the_council_before_the_session_reads_nothing(before):
    councils.unseat(before.council.seats[4], last_day=date(2024, 11, 1), by=before.council.thu)
    assert reads(before.member, before.subject) == (False, False)


def test_the_chair_the_phone_and_the_agenda_lead_to_the_papers(before, as_person):
    item = before.session.items.get(subject=before.subject)
    papers = reverse("councils:packet", args=[before.session.pk])
    chair = as_person(before.council.bình)
    for address in ("councils:chair", "councils:prepare"):
        assert f'{papers}#item-{item.pk}"' in chair.get(reverse(address, args=[before.session.pk])).content.decode()
    assert papers in as_person(before.member).get(reverse("phone:ballot", args=[before.session.pk])).content.decode()


def test_as_many_queries_for_fifty_items_as_for_three(before, as_person):
    visitor, address = as_person(before.member), reverse("councils:packet", args=[before.session.pk])
    visitor.get(address)
    with CaptureQueriesContext(connection) as few:
        visitor.get(address)
    for number in range(47):
        subject = Subject.objects.create(
            round=before.session.round, unit=before.subject.unit, code=f"X-{number}", title=f"Mô hình {number}",
            issuer=before.council.it.unit,
        )  # fmt: skip
        concluded_evaluation(subject, before.council.it.unit)
        councils.add_item(before.session, rule=before.council.rules["majority"], subject=subject, by=before.council.thu)
    with CaptureQueriesContext(connection) as many:
        visitor.get(address)
    assert len(many) == len(few)
