"""The pages of field verification: planned with the reasons of those who may not go, written on a phone, signed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.desk import judging
from kheo.evaluations import actions, records, visiting
from kheo.evaluations.models import Visit, VisitMember, VisitPhoto
from kheo.evaluations.records import Record, Seen
from kheo.kernel import clock, files
from tests.evaluations.test_self_assess import PNG
from tests.evaluations.test_visits import FOUND, recorded, sign, visit, write  # noqa: F401 - fixtures
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 11, 22)


def url(name, thing, *more):
    return reverse(f"evaluations:{name}", args=[thing.pk, *more])


def text(answer):
    return answer.content.decode()


def typed(visit, **more):  # noqa: F811 - fixture
    """What the page of the record sends."""
    return {"version": records.version(visit, records.of(Visit.objects.get(pk=visit.pk))), **more}


class TestPlanning:
    def test_day_place_and_team_are_asked_and_kept(self, story, office, assessed, as_person):
        minh, page = as_person(office.minh), url("plan_visit", assessed)
        answers = {
            "on": "22/11/2024", "place": "Nhà văn hóa khu 3", f"goes-{office.minh.pk}": "on",
            f"part-{office.minh.pk}": "Kết quả",
        }  # fmt: skip
        answer = minh.post(page, answers)
        planned = Visit.objects.get()
        assert answer["Location"] == url("visit", planned)
        assert (planned.on, planned.place) == (DAY, "Nhà văn hóa khu 3")
        assert [(one.person, one.part) for one in planned.members.all()] == [(office.minh, "Kết quả")]

    def test_who_may_not_go_stands_there_with_the_reason(self, story, office, assessed, as_person):
        MembershipFactory(person=office.son, unit=story.ward, role="clerk")
        page = text(as_person(office.minh).get(url("plan_visit", assessed)))
        assert "May not go: Vũ Hồng Sơn serves Phường Yên Giang." in page
        assert f'name="goes-{office.son.pk}"' not in page
        assert f'name="goes-{office.hanh.pk}"' in page

    def test_without_a_team_everything_typed_stays(self, story, office, assessed, as_person):
        answer = as_person(office.minh).post(url("plan_visit", assessed), {"on": "22/11/2024", "place": "Khu 3"})
        assert answer.status_code == 422
        assert "Choose who goes." in text(answer)
        assert 'value="Khu 3"' in text(answer)

    def test_the_reasons_cost_as_little_for_fifty(self, story, office, assessed, django_assert_max_num_queries):
        with django_assert_max_num_queries(20) as few:
            visiting.candidates(assessed)
        for _each in range(50):
            MembershipFactory(unit=story.district, role="reviewer")
        with django_assert_max_num_queries(len(few)):
            assert len(visiting.candidates(assessed)) > 50


class TestWriting:
    def test_declared_stands_beside_seen(self, office, visit, as_person):  # noqa: F811
        page = text(as_person(office.minh).get(url("record_visit", visit)))
        assert 'data-text="27"' in page
        assert 'capture="environment"' in page

    def test_gaps_are_saved_and_finishing_names_what_is_wanted(self, office, visit, as_person):  # noqa: F811
        minh, page = as_person(office.minh), url("record_visit", visit)
        answer = minh.post(page, typed(visit, **{"observed-2": "14 điều hòa", "position": "20,93521; 106,80012"}))
        assert answer.status_code == 302
        assert records.of(Visit.objects.get()).observations == {"B": Seen("14 điều hòa")}
        again = {"observed-2": "14 điều hòa", "position": "20,93521; 106,80012", "remarks": "Sân sạch", "do": "finish"}
        answer = minh.post(page, typed(visit, **again))
        assert answer.status_code == 422
        assert "Write whom you met, and choose the conclusion." in text(answer)
        assert Visit.objects.get().remarks == "Sân sạch"
        done = again | {"people_met": "Bà Hoa", "finding": "passed"}
        assert minh.post(page, typed(visit, **done))["Location"] == url("visit", visit)
        assert Visit.objects.get().recorded_by == office.minh

    def test_a_position_that_cannot_be_read_does_not_lose_the_rest(self, office, visit, as_person):  # noqa: F811
        answers = typed(visit, position="gần chợ", people_met="Bà Hoa")
        answer = as_person(office.minh).post(url("record_visit", visit), answers)
        assert answer.status_code == 422
        assert "gần chợ" in text(answer)
        assert (Visit.objects.get().people_met, Visit.objects.get().latitude) == ("Bà Hoa", None)

    def test_it_saves_itself_and_tells_the_version(self, office, visit, as_person):  # noqa: F811
        answer = as_person(office.minh).post(url("note_visit", visit), typed(visit, people_met="Bà Hoa"))
        found = Visit.objects.get()
        assert answer.status_code == 200
        assert records.version(found, records.of(found)) in text(answer)
        assert found.people_met == "Bà Hoa"

    def test_of_two_on_one_part_the_second_compares_and_saves_again(self, office, visit, as_person):  # noqa: F811
        opened = typed(visit)
        actions.note_visit(visit, Record(people_met="Bà Hoa", remarks="Đủ"), by=office.son)
        minh, page = as_person(office.minh), url("record_visit", visit)
        answer = minh.post(page, opened | {"people_met": "Ông Bình", "observed-1": "27"})
        assert answer.status_code == 409
        assert all(words in text(answer) for words in ("Ông Bình", "Bà Hoa", "What is saved now"))
        shown = answer.context["seen"]
        assert (
            minh.post(page, {"version": shown, "people_met": "Bà Hoa, ông Bình", "observed-1": "27"}).status_code == 302
        )
        kept = records.of(Visit.objects.get())
        assert (kept.people_met, kept.remarks) == ("Bà Hoa, ông Bình", "Đủ")
        assert kept.observations == {"A": Seen("27")}

    def test_a_photograph_goes_by_itself(self, office, visit, as_person):  # noqa: F811
        minh = as_person(office.minh)
        answer = minh.post(url("add_photo", visit), {"photo": SimpleUploadedFile("khu-3.png", PNG)})
        assert answer["Location"] == url("record_visit", visit) + "#photos"
        photo = VisitPhoto.objects.get()
        minh.post(url("describe_photo", photo), {"caption": "Sân khu 3", "code": "B"})
        assert "Sân khu 3" in text(minh.get(url("record_visit", visit)))
        refused = minh.post(url("add_photo", visit), {"photo": SimpleUploadedFile("so.pdf", b"%PDF-1.4 %%EOF")})
        assert refused.status_code == 422
        assert "of a kind that is not taken" in text(refused)
        assert minh.post(url("remove_photo", photo)).status_code == 302
        assert not VisitPhoto.objects.exists()


class TestReadingAndSigning:
    def test_photographs_are_shown_to_those_who_may_see_the_visit(self, story, office, visit, as_person):  # noqa: F811
        photo = actions.add_photo(visit, SimpleUploadedFile("khu-3.png", PNG), by=office.minh)
        kept = files.content(photo.file)
        people = (office.vinh, story.lan, story.hoa, story.stranger)
        assert [handed_out(as_person(one), photo) for one in people] == [kept, 404, 404, 404]
        write(visit, FOUND, by=office.minh)
        assert [handed_out(as_person(one), photo) for one in people] == [kept, kept, 404, 404]

    def test_both_sides_sign_on_the_page(self, story, office, recorded, as_person):  # noqa: F811
        dung, page = as_person(story.dung), url("visit", recorded)
        assert "14 điều hòa hoạt động" in text(dung.get(page))
        told = {"side": "subject", "revision": recorded.revision, "remark": "Hai máy sẽ sửa xong."}
        assert dung.post(url("sign_visit", recorded), told)["Location"] == page
        as_person(office.minh).post(url("sign_visit", recorded), {"side": "judge", "revision": recorded.revision})
        shown = text(dung.get(page))
        assert "Signed by both sides" in shown
        assert "Hai máy sẽ sửa xong." in shown
        assert as_person(office.minh).get(url("record_visit", recorded)).status_code == 302

    def test_a_record_changed_meanwhile_is_read_again(self, story, office, recorded, as_person):  # noqa: F811
        answer = as_person(story.dung).post(
            url("sign_visit", recorded), {"side": "subject", "revision": recorded.revision - 1, "remark": "Đồng ý"}
        )
        assert (answer.status_code, "Đồng ý" in text(answer)) == (409, True)

    def test_a_visit_is_cancelled_with_a_reason(self, story, office, visit, as_person):  # noqa: F811
        minh = as_person(office.minh)
        assert minh.post(url("cancel_visit", visit), {"reason": ""}).status_code == 422
        minh.post(url("cancel_visit", visit), {"reason": "Bão số 6."})
        assert "Bão số 6." in text(as_person(story.lan).get(url("visit", visit)))
        assert minh.get(url("cancel_visit", visit)).status_code == 302

    def test_the_evaluation_and_the_workspace_show_visits(self, story, office, recorded, as_person):  # noqa: F811
        actions.add_photo(recorded, SimpleUploadedFile("khu-3.png", PNG), caption="Sân khu 3", by=office.minh)
        evaluation = recorded.evaluation
        assert "Nhà văn hóa khu 3" in text(as_person(story.lan).get(url("detail", evaluation)))
        card = evaluation.cards.get(stage="verification")
        workspace = text(as_person(office.minh).get(url("card", card)))
        assert "14 điều hòa hoạt động" in workspace
        assert url("photo", VisitPhoto.objects.get()) in workspace


class TestDiary:
    def test_days_and_signatures_sort_the_visits_of_both_sides(self, story, office, visit):  # noqa: F811
        assert [kinds(one) for one in (office.minh, story.lan, office.hanh)] == [["coming"], ["coming"], []]
        with clock.at(DAY):
            assert [kinds(one) for one in (office.minh, story.lan)] == [["today"], ["today"]]
        with clock.at(date(2024, 11, 25)):
            assert [kinds(one) for one in (office.minh, story.lan)] == [["to_record"], []]
        write(visit, FOUND, by=office.minh)
        assert [kinds(one) for one in (office.minh, story.lan)] == [["to_sign"], ["to_sign"]]
        sign(visit, "subject", by=story.dung)
        assert [kinds(one) for one in (office.minh, story.lan)] == [["to_sign"], []]

    def test_the_desk_and_the_page_tell_them(self, story, office, visit, as_person):  # noqa: F811
        with clock.at(DAY):
            told = [task for task in judging.tasks(story.lan) if task.url == url("visit", visit)]
            assert [task.what for task in told] == ["Field visit today: “Phường Yên Giang”"]
        assert "Nhà văn hóa khu 3" in text(as_person(office.minh).get(reverse("evaluations:visits")))

    def test_as_few_questions_for_fifty(self, story, office, assessed, as_person, django_assert_max_num_queries):
        minh = as_person(office.minh)
        plan(assessed, office)
        minh.get(reverse("evaluations:visits"))
        with django_assert_max_num_queries(40) as few:
            minh.get(reverse("evaluations:visits"))
        for _each in range(50):
            plan(assessed, office)
        with django_assert_max_num_queries(len(few)):
            minh.get(reverse("evaluations:visits"))


def plan(evaluation, office):
    return actions.plan_visit(evaluation, on=DAY, place="Khu 3", team=[(office.minh, "")], by=office.minh)


def handed_out(visitor, photo):
    """The bytes of a photograph, or the status of the refusal."""
    answer = visitor.get(url("photo", photo))
    return b"".join(answer.streaming_content) if answer.streaming else answer.status_code


def kinds(person):
    return [name for name, visits in vars(visiting.diary_of(person)).items() if visits]


@pytest.mark.parametrize("name", ["visit", "record_visit"])
def test_many_photographs_and_members_cost_as_little(
    story, office, visit, as_person, django_assert_max_num_queries, name  # noqa: F811
):  # fmt: skip
    minh, page = as_person(office.minh), url(name, visit)
    actions.add_photo(visit, SimpleUploadedFile("khu-3.png", PNG), by=office.minh)
    minh.get(page)
    with django_assert_max_num_queries(60) as few:
        minh.get(page)
    for number in range(20):
        actions.add_photo(visit, SimpleUploadedFile(f"{number}.png", PNG), by=office.minh)
        VisitMember.objects.create(visit=visit, person=PersonFactory(), part="Gặp gỡ nhân dân")
    with django_assert_max_num_queries(len(few)):
        minh.get(page)


def test_looking_writes_nothing(story, office, recorded, as_person, reading_only):  # noqa: F811
    minh = as_person(office.minh)
    for name in ("visit", "record_visit"):
        minh.get(url(name, recorded))
        with reading_only():
            assert minh.get(url(name, recorded)).status_code == 200
