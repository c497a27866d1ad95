"""The workspace of scoring in a real browser: with the keyboard only, without script, on a phone and on a PC."""

import re

import pytest
from django.urls import reverse

from kheo.evaluations import actions
from kheo.evaluations.models import Score
from kheo.exemplars import actions as exemplars
from kheo.exemplars.subjects import subject_of
from tests.browser.looking import FIRST_VISIT, NARROW, WIDE, Scale, look
from tests.evaluations.conftest import card_of, demanded, office, runner, sheet_of  # noqa: F401 - fixtures
from tests.story import filled_draft

CRITERIA = [
    {"code": "1", "text": "Tính mới, sáng tạo", "maximum": 20, "method": {"by": "hand", "step": 5}, "anchors": [
        {"points": 10, "words": "Mới với địa phương"}, {"points": 20, "words": "Mới, có số liệu trước và sau"}]},
    {"code": "2", "text": "Hiệu quả đo được", "maximum": 50},
    {"code": "3", "text": "Có minh chứng", "maximum": 30, "method": {"by": "yes_no"}},
]  # fmt: skip


@pytest.fixture
def waiting(story, demanded, office, settings):  # noqa: F811 - fixtures
    """Two registrations of one field, accepted, opened and given to Minh."""
    settings.KHEO_TODAY = story.today
    demanded(sheet_of(stages=["scoring"], criteria=CRITERIA), scorers=1)
    found = []
    for title in ("Tổ dân phố không rác thải nhựa", "Mỗi tuần một việc tốt"):
        registration = exemplars.submit(filled_draft(story, title=title), by=story.lan)
        exemplars.accept(registration, by=story.minh)
        registration.refresh_from_db()
        subject = subject_of(registration, by=story.minh)
        found.append(actions.open_evaluation(subject, story.district, by=story.minh))
        actions.assign(found[-1], story.minh, by=office.thu)
    return found


def page_of(evaluation, person):
    return reverse("evaluations:card", args=[card_of(evaluation, person).pk])


def saved(page, version):
    page.wait_for_selector(f".k-save[data-state=saved] input[name=version][value='{version}']", state="attached")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["phone", "pc"])
def test_a_dossier_is_scored_and_sent_with_the_keyboard_only(story, waiting, open_page, size):
    page = open_page(story.minh)
    page.set_viewport_size(size)
    page.goto(page_of(waiting[0], story.minh))
    page.keyboard.press("3")  # the third button: 10 points; the focus goes on to the number
    page.keyboard.type("42,5")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=52,5")
    page.locator("[data-line]").nth(2).locator("input[type=radio]").first.focus()
    page.keyboard.press("c")
    page.keyboard.type("jk1 là chữ, không phải phím tắt")
    page.locator("[data-line]").nth(2).locator("input[type=radio]").first.focus()
    page.keyboard.press("1")
    assert page.evaluate("document.activeElement.value") == "send"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(page_of(waiting[1], story.minh)))
    given = {score.code: score for score in Score.objects.filter(scorecard=card_of(waiting[0], story.minh))}
    assert (given["1"].points, given["2"].points, given["3"].passed) == (10, 42.5, True)
    assert given["3"].note == "jk1 là chữ, không phải phím tắt"


def test_keys_lead_through_the_queue_and_can_be_switched_off(story, waiting, open_page):
    page = open_page(story.minh)
    page.goto(page_of(waiting[0], story.minh))
    page.keyboard.press("j")
    page.wait_for_url(re.compile(page_of(waiting[1], story.minh)))
    page.keyboard.press("k")
    page.wait_for_url(re.compile(page_of(waiting[0], story.minh)))
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    page.locator("[data-keys-on]").uncheck()
    page.locator("#dossier").focus()
    page.keyboard.press("j")
    page.keyboard.press("1")
    assert page.url.endswith(page_of(waiting[0], story.minh))
    assert not page.locator("[data-line] input[type=radio]:checked:not([value=''])").count()


def test_it_saves_itself_and_works_without_script(story, waiting, open_page):
    page = open_page(story.minh)
    page.goto(page_of(waiting[0], story.minh))
    page.locator("#id_points-1_4").check()
    saved(page, 1)
    plain = open_page(story.minh, java_script_enabled=False)
    plain.goto(page_of(waiting[0], story.minh))
    assert plain.locator("#id_points-1_4").is_checked()
    plain.fill("input[name=points-2]", "40")
    plain.locator("#id_passed-3_0").check()
    plain.locator("button[value=send]").click()
    assert plain.url.endswith(page_of(waiting[1], story.minh))


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_it_looks_right(story, waiting, open_page, language):
    page = open_page(story.minh, language=language)
    assert Scale(page).weigh(page, page_of(waiting[0], story.minh)) <= FIRST_VISIT
    page.locator("#id_points-1_2").check()
    saved(page, 1)
    look(page, "scoring" if language == "vi" else f"scoring-{language}")
    if language == "vi":
        page.goto(reverse("evaluations:list"))
        look(page, "scoring-list")
        page.goto(reverse("evaluations:detail", args=[waiting[0].pk]))
        look(page, "evaluation")
