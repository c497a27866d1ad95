"""What is asked on the desk and its page, answered by one press; the numbers that open to their models."""

import uuid
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from kheo.desk.tasks import Desk
from kheo.kernel import clock
from kheo.movements import actions as movements
from kheo.progress import actions
from kheo.progress.models import PulseAnswer, Recheck
from tests.progress.conftest import SHEET, model

pytestmark = pytest.mark.django_db


def get(client, person, name, *args, query=""):
    client.force_login(person)
    return client.get(reverse(f"progress:{name}", args=args) + query)


def post(client, person, address, **answers):
    client.force_login(person)
    return client.post(address, answers, headers={"Idempotency-Key": str(uuid.uuid4())})


def sheet_in(response):
    """The rows of the first sheet of a workbook that was handed out."""
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def rows(person, word):
    return [task for task in Desk(person).tasks if word in task.what]


def test_the_pulse_is_answered_by_one_press_on_the_desk(client, story, lasting):
    [task] = rows(story.lan, "still alive")
    assert task.what == "Is “Nhà văn hóa sáng đèn” still alive?"
    client.force_login(story.lan)
    assert task.press in client.get("/").content.decode()
    response = post(client, story.lan, task.press)
    assert response["Location"] == "/"
    assert PulseAnswer.objects.get().answer == "alive"
    assert rows(story.lan, "still alive") == []


def test_many_pulses_are_one_row(story, last_year):
    for _ in range(6):
        model(story, last_year)
    [task] = rows(story.lan, "alive")
    assert task.what == "Say whether 6 models are alive"


def test_stopped_asks_why_and_loses_nothing(client, story, lasting):
    address = reverse("progress:take_pulse", args=[lasting.pk, 6, "stopped"])
    assert post(client, story.lan, address, why=" ").status_code == 422
    post(client, story.lan, address, why="Nhà đã dỡ.")
    assert PulseAnswer.objects.get().why == "Nhà đã dỡ."


def test_the_re_check_goes_from_desk_to_desk(client, story, lasting):
    assert rows(story.lan, "Re-check")
    address = reverse("progress:recheck", args=[lasting.pk, story.round.pk])
    answers = SHEET | {"running": "yes", "evidence_on": "01/11/2024"}
    assert post(client, story.lan, address, **(answers | {"reason": ""})).status_code == 422
    post(client, story.lan, address, **answers)
    sheet = Recheck.objects.get()
    assert rows(story.lan, "Re-check") == []
    [task] = rows(story.minh, "re-check")
    assert task.what == "Decide on 1 re-check"
    post(client, story.minh, reverse("progress:rule", args=[sheet.pk]), decision="maintain", reason="")
    assert rows(story.minh, "re-check") == []
    assert rows(story.lan, "goes on")
    text = get(client, story.lan, "asked").content.decode()
    press = reverse("progress:maintain", args=[sheet.pk, "maintained"])
    assert press in text
    response = post(client, story.lan, press)
    assert response["Location"] == reverse("exemplars:tasks", args=[lasting.registrations.get(round=story.round).pk])
    assert rows(story.lan, "goes on") == []


def test_progress_is_asked_for_where_the_round_sets_a_day(client, story, accepted):
    assert rows(story.lan, "Report the progress") == []
    movements.set_milestone(story.round, "mid_year", date(2024, 12, 1), by=story.nga)
    [task] = rows(story.lan, "Report the progress")
    assert task.due == date(2024, 12, 1)
    assert post(client, story.lan, task.url, content="").status_code == 422
    post(client, story.lan, task.url, content="Đã lắp 8 điều hòa.")
    assert rows(story.lan, "Report the progress") == []


def test_survival_opens_to_the_models_behind_each_number(client, story, lasting):
    with clock.at(date(2024, 12, 20)):
        actions.take_pulse(lasting, 12, "alive", by=story.lan)
        for part in ("field", "unit", "level"):
            text = get(client, story.minh, "survival", query=f"?by={part}").content.decode()
            assert "100,0 %" in text
        behind = get(client, story.minh, "survivors", query="?by=field&group=unclassified&year=1&state=alive")
        assert "Nhà văn hóa sáng đèn" in behind.content.decode()
        nothing = get(client, story.minh, "survivors", query="?year=1&state=stopped")
        assert "Nhà văn hóa sáng đèn" not in nothing.content.decode()


def test_before_anything_is_a_year_old_the_page_says_when_it_will_be(client, story, lasting):
    text = get(client, story.minh, "survival").content.decode()
    assert "None is a year old yet" in text
    assert "20/12/2024" in text


def test_the_table_and_the_models_behind_it_are_taken_away_as_files(client, story, lasting):
    with clock.at(date(2024, 12, 20)):
        actions.take_pulse(lasting, 12, "alive", by=story.lan)
        whole = sheet_in(get(client, story.minh, "survival", query="?by=unit&format=xlsx"))
        behind = sheet_in(get(client, story.minh, "survivors", query="?format=xlsx"))
    assert whole[0][:5] == ["Group"] + [
        f"After 1 year: {word}" for word in ("Old enough", "Alive", "Stopped", "Not answered")
    ]
    empty = [None] * 8  # nothing is two years old
    assert whole[1:] == [[story.ward.name, 1, 1, 0, 0, *empty], ["Total", 1, 1, 0, 0, *empty]]
    assert behind[1][:4] == ["Nhà văn hóa sáng đèn", story.ward.name, "Not classified", "District"]
    assert behind[1][4:] == [datetime(2023, 12, 20), "Alive", None, None]


def test_figures_of_a_unit_one_does_not_read_do_not_exist(client, story, lasting):
    assert get(client, story.stranger, "survival", query=f"?unit={story.district.pk}").status_code == 404
    assert get(client, story.stranger, "survivors", query=f"?unit={story.district.pk}").status_code == 404
    assert "Nhà văn hóa" not in get(client, story.stranger, "survivors").content.decode()


def test_the_desk_asks_as_many_questions_for_fifty_models_as_for_six(story, last_year, django_assert_max_num_queries):
    for _ in range(6):
        model(story, last_year)
    with django_assert_max_num_queries(80) as few:
        Desk(story.lan).tasks  # noqa: B018 - asking is what is counted
    for _ in range(44):
        model(story, last_year)
    story.lan.__dict__.pop("_served", None)
    with django_assert_max_num_queries(len(few) + 1):
        Desk(story.lan).tasks  # noqa: B018 - asking is what is counted
