"""Who arranges the scoring sees loads before saving, who is left out and why, progress and the order."""

import pytest
from django.urls import reverse

from kheo.evaluations import actions
from kheo.evaluations.models import Assignment
from tests.evaluations.conftest import marks, send_points, sheet_of, ward
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened_three(story, demanded, office):
    """Three wards, judged by two scorers each; nobody has anything yet."""
    demanded(sheet_of(stages=["scoring"]), scorers=2)
    found = []
    for unit in (story.ward, ward(story), ward(story, name="Phường Minh Thành")):
        subject = actions.enter_subject(story.round, unit, code=unit.code, title=f"Mô hình {unit.name}", by=office.minh)
        found.append(actions.open_evaluation(subject, story.district, by=office.minh))
    return found


def page(name, evaluation):
    return reverse(f"evaluations:{name}", args=[evaluation.procedure_id, evaluation.unit_id])


def test_the_plan_is_shown_and_then_saved_exactly_as_shown(office, opened_three, as_person, reading_only):
    thu, address = as_person(office.thu), page("share_out", opened_three[0])
    thu.get(address)
    with reading_only():
        answer = thu.get(address)
    assert "6 new assignments are proposed" in answer.content.decode()
    assert not Assignment.objects.exists()
    mark = answer.context["plan"].mark
    assert thu.post(address, {"mark": mark})["Location"] == page("summary", opened_three[0])
    assert Assignment.objects.active().count() == 6


def test_an_old_plan_is_refused(office, opened_three, as_person):
    thu, address = as_person(office.thu), page("share_out", opened_three[0])
    mark = thu.get(address).context["plan"].mark
    actions.assign(opened_three[0], office.hanh, by=office.thu)
    thu.post(address, {"mark": mark})
    assert Assignment.objects.active().count() == 1


def test_only_those_chosen_take_part_and_who_is_near_is_named(story, office, opened_three, as_person):
    MembershipFactory(person=office.son, unit=story.ward, role="viewer")
    address = f"{page('share_out', opened_three[0])}?scorers={office.son.pk}&scorers={office.minh.pk}"
    answer = as_person(office.thu).get(address)
    text = answer.content.decode()
    assert "Left out, and why" in text
    assert "1 scorer is missing" in text
    assert "Bùi Thị Hạnh" not in text.partition("Load of each scorer")[2]


def test_progress_order_and_spread_and_the_same_as_a_file(story, office, opened_three, as_person):
    for scorer, points in ((office.son, 20), (office.minh, 30)):
        actions.assign(opened_three[0], scorer, by=office.thu)
        send_points(opened_three[0], scorer, marks(A=points, B=43, C=17))
    thu, address = as_person(office.thu), page("summary", opened_three[0])
    text = thu.get(address).content.decode()
    assert "80 – 90" in text
    assert "Provisional" in text
    assert "of 1 given, 0 begun, 0 put off" in text
    assert "Mô hình Phường Yên Giang" in read(thu.get(f"{address}?format=csv")).decode()
    assert read(thu.get(f"{address}?format=xlsx")).startswith(b"PK")


def read(response):
    """A file that is handed out stays open until it is read to its end."""
    return b"".join(response.streaming_content)


def test_only_those_who_arrange_find_it(story, office, opened_three, as_person):
    for name in ("summary", "share_out"):
        address = page(name, opened_three[0])
        assert as_person(office.minh).get(address).status_code == 403
        assert as_person(story.stranger).get(address).status_code == 404
    assert page("summary", opened_three[0]) in as_person(office.thu).get(reverse("evaluations:list")).content.decode()


def test_the_summary_asks_as_little_for_fifty(story, office, opened_three, as_person, django_assert_max_num_queries):
    thu = as_person(office.thu)
    pages = [page(name, opened_three[0]) for name in ("summary", "share_out")]
    counts = []
    for address in pages:
        thu.get(address)
        with django_assert_max_num_queries(70) as few:
            thu.get(address)
        counts.append(len(few))
    for number in range(47):
        unit = ward(story, name=f"Phường số {number}")
        subject = actions.enter_subject(story.round, unit, code=unit.code, title=unit.name, by=office.minh)
        actions.open_evaluation(subject, story.district, by=office.minh)
    for address, few in zip(pages, counts, strict=True):
        with django_assert_max_num_queries(few):
            thu.get(address)
