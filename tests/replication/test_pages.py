"""The pages of replication: what other units read of what was recognised, copying it in a browser, answering a call."""

import uuid
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from kheo.exemplars.models import Dossier
from kheo.replication import actions
from kheo.replication.models import Adoption, Call
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    PersonFactory,
    PulseAnswerFactory,
    RecognitionFactory,
    RegistrationFactory,
)
from tests.reading import words
from tests.replication.conftest import CHANGES
from tests.story import ANSWERS

pytestmark = pytest.mark.django_db


def page(client, person, name, *args, query=""):
    client.force_login(person)
    response = client.get(reverse(f"replication:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, person, name, *args, **answers):
    client.force_login(person)
    return client.post(
        reverse(f"replication:{name}", args=args), answers, headers={"Idempotency-Key": str(uuid.uuid4())}
    )


class TestTheCatalogue:
    def test_other_units_of_the_movement_find_what_was_recognised(self, client, story, origin, accepted, thu):
        assert accepted.title in page(client, thu, "list")

    def test_what_was_not_recognised_is_nobody_elses(self, client, story, accepted, thu):
        assert accepted.title not in page(client, thu, "list")

    def test_nor_is_anything_of_another_movement(self, client, story, origin, accepted):
        assert accepted.title not in page(client, story.stranger, "list")

    def test_by_words_without_accents_and_by_field(self, client, story, origin, accepted, thu):
        assert accepted.title in page(client, thu, "list", query="?q=nha+van+hoa")
        assert accepted.title not in page(client, thu, "list", query="?field=economy")

    def test_fifty_rows_ask_as_many_questions_as_one(self, client, story, origin, thu, django_assert_max_num_queries):
        page(client, thu, "list")
        with django_assert_max_num_queries(40) as one:
            page(client, thu, "list")
        for _ in range(49):
            row = RegistrationFactory(unit=story.ward, round=story.round, receiver=story.district, status="accepted")
            AdoptionFactory(origin=RecognitionFactory(registration=row).exemplar, confirmed_on=date(2024, 6, 1))
        with django_assert_max_num_queries(len(one)):
            page(client, thu, "list")


class TestWhatIsRead:
    """Decision 0014: little of a dossier, and nothing about persons."""

    def test_the_way_of_doing_is(self, client, origin, thu):
        text = page(client, thu, "detail", origin.pk)
        assert all(ANSWERS[name] in text for name in ("situation", "goals", "method", "outputs", "sustainability"))
        assert "Ủy ban MTTQ phường" in text

    def test_who_is_in_charge_who_was_served_and_how_to_reach_them_is_not(self, client, origin, thu):
        text = page(client, thu, "detail", origin.pk)
        assert not any(
            ANSWERS[name] in text for name in ("contact_name", "contact_phone", "head_name", "beneficiaries")
        )

    def test_of_a_person_only_what_the_decision_prints(self, client, story, origin, accepted, thu):
        type(accepted).objects.filter(pk=accepted.pk).update(subject="individual")
        Dossier.objects.filter(registration=accepted).update(person_name="Hoàng Bí Mật")
        text = page(client, thu, "detail", origin.pk)
        assert accepted.title in text
        assert not any(secret in text for secret in ("Hoàng Bí Mật", ANSWERS["method"], ANSWERS["situation"]))

    def test_a_keeper_reads_no_registrations(self, client, story, origin):
        client.force_login(story.nga)
        assert client.get(reverse("replication:detail", args=[origin.pk])).status_code == 404

    @pytest.mark.parametrize("name", ["family", "study"])
    def test_an_unconfirmed_copy_is_named_to_those_only_who_may_open_it(self, client, story, origin, sent, name):
        assert "Xã Liên Hòa" in page(client, story.minh, name, origin.pk)
        assert "Xã Liên Hòa" not in page(client, story.lan, name, origin.pk)
        actions.confirm_adoption(sent, by=story.minh)
        assert "Xã Liên Hòa" in page(client, story.lan, name, origin.pk)

    def test_coverage_names_who_is_missing(self, client, story, origin, thu):
        text = page(client, thu, "coverage", origin.pk)
        assert "1/2" in text
        assert "Xã Liên Hòa" in text
        assert "stopped since" not in text

    def test_coverage_says_what_has_stopped_and_goes_along_as_a_file(self, client, story, origin, thu):
        PulseAnswerFactory(exemplar=origin, answer="stopped", why="Nhà đã dỡ.", on=story.today)
        text = page(client, thu, "coverage", origin.pk)
        assert "0/2" in text
        assert "It has come to 1 of 2, of which 1 stopped since." in text
        client.force_login(thu)
        answer = client.get(reverse("replication:coverage", args=[origin.pk]) + "?format=xlsx")
        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
        title = origin.registrations.get().title
        assert list(book.worksheets[0].iter_rows(values_only=True)) == [
            ("Below", "Unit", "State", "By what", "Of which unit"),
            ("Thị xã Quảng Yên", "Phường Yên Giang", "stopped since", title, "Phường Yên Giang"),
            ("Thị xã Quảng Yên", "Xã Liên Hòa", "not yet", None, None),
        ]


class TestCopying:
    def test_begins_the_draft(self, client, story, origin, thu):
        text = page(client, thu, "adopt", origin.pk)
        assert "What is done differently here" in text
        answers = {"unit": story.sibling.pk, "round": story.round.pk, "changes": CHANGES, "starts_on": "01/12/2024"}
        response = post(client, thu, "adopt", origin.pk, **answers)
        made = Adoption.objects.get()
        assert response["Location"] == reverse("exemplars:tasks", args=[made.registration_id])
        assert (made.registration.unit, made.starts_on) == (story.sibling, date(2024, 12, 1))

    def test_nothing_typed_is_lost(self, client, story, origin, thu):
        answers = {"unit": story.sibling.pk, "round": story.round.pk, "changes": CHANGES, "starts_on": "mai"}
        response = post(client, thu, "adopt", origin.pk, **answers)
        assert response.status_code == 422
        assert CHANGES in response.content.decode()
        assert not Adoption.objects.exists()

    def test_who_may_not_is_told_why_on_the_page(self, client, story, origin):
        assert "maintain it instead" in page(client, story.lan, "detail", origin.pk)

    def test_the_office_confirms_on_the_page_of_the_registration(self, client, story, sent):
        client.force_login(story.minh)
        text = client.get(reverse("exemplars:detail", args=[sent.registration_id])).content.decode()
        assert CHANGES in text
        assert reverse("replication:confirm_adoption", args=[sent.pk]) in text
        post(client, story.minh, "confirm_adoption", sent.pk)
        sent.refresh_from_db()
        assert sent.state == "confirmed"

    def test_or_refuses_and_the_unit_reads_why(self, client, story, sent, thu):
        assert post(client, story.minh, "refuse_adoption", sent.pk, reason=" ").status_code == 422
        post(client, story.minh, "refuse_adoption", sent.pk, reason="Chưa nói rõ khác gì.")
        client.force_login(thu)
        assert (
            "Chưa nói rõ khác gì."
            in client.get(reverse("exemplars:detail", args=[sent.registration_id])).content.decode()
        )

    def test_those_that_wait_stand_in_a_list(self, client, story, sent, thu):
        assert CHANGES in page(client, story.minh, "adoptions")
        assert CHANGES not in page(client, thu, "adoptions")
        assert CHANGES not in page(client, story.hoa, "adoptions")

    def test_the_unit_that_is_copied_advises(self, client, story, sent, thu):
        assert CHANGES in page(client, story.lan, "advise", sent.pk)
        post(client, story.lan, "advise", sent.pk, words="Họp dân từng ngõ.")
        client.force_login(thu)
        text = client.get(reverse("exemplars:detail", args=[sent.registration_id])).content.decode()
        assert "Họp dân từng ngõ." in text

    def test_a_copy_without_words_is_told_afterwards(self, client, story, adoption, thu):
        post(client, thu, "tell_adoption", adoption.registration_id, changes="Chỉ ở thôn 1", starts_on="02/12/2024")
        adoption.refresh_from_db()
        assert adoption.changes == "Chỉ ở thôn 1"


class TestCalling:
    def call(self, client, story, origin, **changed):
        answers = {
            "unit": story.district.pk, "exemplars": [origin.pk], "title": "Cần 10 đơn vị", "level": "commune",
            "wanted": "10", "due": "30/12/2024",
        }  # fmt: skip
        return post(client, story.minh, "call", **(answers | changed))

    def test_made_followed_and_closed(self, client, story, origin, thu):
        assert "Call on units to copy" in page(client, story.minh, "call", query=f"?exemplar={origin.pk}")
        self.call(client, story, origin)
        made = Call.objects.get()
        assert "Cần 10 đơn vị" in page(client, thu, "calls")
        text = page(client, story.minh, "call_detail", made.pk)
        assert "Xã Liên Hòa" in text
        assert "0/2" not in words(page(client, story.minh, "call_coverage", made.pk))
        post(client, story.minh, "close_call", made.pk, words="Không ai làm.")
        assert "Không ai làm." in page(client, thu, "call_detail", made.pk)

    def test_what_cannot_be_read_is_one_sentence(self, client, story, origin):
        response = self.call(client, story, origin, wanted="mười")
        assert response.status_code == 422
        assert "is not a whole number" in response.content.decode()
        assert "Cần 10 đơn vị" in response.content.decode()

    def test_an_answer_chooses_the_call(self, client, story, origin, thu):
        self.call(client, story, origin)
        made = Call.objects.get()
        answers = {
            "unit": story.sibling.pk, "round": story.round.pk, "changes": CHANGES, "starts_on": "01/12/2024",
            "call": made.pk,
        }  # fmt: skip
        post(client, thu, "adopt", origin.pk, **answers)
        assert Adoption.objects.get().call == made


def test_who_has_no_office_finds_empty_pages(client, db):
    nobody = PersonFactory()
    for name in ("list", "calls", "adoptions"):
        assert "k-empty" in page(client, nobody, name)


def test_a_viewer_reads_and_is_offered_nothing(client, story, origin):
    viewer = MembershipFactory(person=PersonFactory(), unit=story.sibling, role="viewer").person
    assert reverse("replication:adopt", args=[origin.pk]) not in page(client, viewer, "detail", origin.pk)
