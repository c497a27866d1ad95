"""What became of a model, in a real browser: the pulse by one press, the yearly re-check, how many still live."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.progress import actions
from kheo.progress.models import PulseAnswer, Ruling
from tests.browser.looking import FIRST_VISIT, NARROW, Scale, look
from tests.factories import MembershipFactory, PersonFactory
from tests.progress.conftest import last_year, lasting, model  # noqa: F401 - fixtures

PAGE = reverse("progress:asked")
MAIN = "main form .k-actions button"


@pytest.fixture
def at_work(story, settings):
    """The business lives in 2024 for the server too."""
    settings.KHEO_TODAY = story.today
    return story


def test_the_pulse_is_one_press_on_a_phone(at_work, lasting, open_page):  # noqa: F811 - a fixture
    page = open_page(at_work.lan, phone=True)
    page.set_viewport_size(NARROW)
    page.goto(PAGE)
    look(page, "pulse")
    page.locator("form[action$='/alive/'] button").tap()
    page.wait_for_url(re.compile(f"{PAGE}$"))
    expect(page.locator("form[action$='/alive/']")).to_have_count(0)
    assert (PulseAnswer.objects.get().months, PulseAnswer.objects.get().answer) == (6, "alive")


def test_what_has_stopped_says_why_and_is_asked_no_more(at_work, lasting, open_page):  # noqa: F811 - a fixture
    page = open_page(at_work.lan, phone=True)
    page.goto(PAGE)
    page.locator("a[href$='/stopped/']").tap()
    page.locator(MAIN).tap()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.fill("[name=why]", "Nhà văn hóa đã dỡ để mở đường.")
    look(page, "pulse-stopped")
    page.locator(MAIN).tap()
    page.wait_for_url(re.compile(f"{PAGE}$"))
    look(page, "nothing-asked")
    assert PulseAnswer.objects.get().why == "Nhà văn hóa đã dỡ để mở đường."


def test_the_yearly_re_check_goes_from_the_unit_to_the_office_and_into_the_new_round(at_work, lasting, open_page):  # noqa: F811 - a fixture
    clerk = open_page(at_work.lan, phone=True)
    clerk.set_viewport_size(NARROW)
    clerk.goto(PAGE)
    clerk.get_by_role("link", name="Nhà văn hóa sáng đèn").tap()
    clerk.locator("[name=running][value=yes]").check()
    clerk.fill("[name=effect]", "Bốn nhà văn hóa sáng đèn mỗi tối.")
    clerk.fill("[name=evidence_on]", "01/11/2024")
    clerk.locator("[name=decision][value=maintain]").check()
    clerk.fill("[name=reason]", "Nhân dân dùng hằng ngày.")
    look(clerk, "recheck")
    clerk.locator(MAIN).tap()
    clerk.wait_for_url(re.compile(f"{PAGE}$"))
    office = open_page(at_work.minh)
    office.goto(PAGE)
    office.get_by_role("link", name="Nhà văn hóa sáng đèn").click()
    office.wait_for_url(re.compile("/rule/$"))
    look(office, "recheck-rule")
    office.locator(MAIN).click()
    office.wait_for_url(re.compile(f"{PAGE}$"))
    assert Ruling.objects.get().decision == "maintain"
    clerk.goto(PAGE)
    look(clerk, "told-to-go-on")
    clerk.locator("form[action$='/maintained/'] button").tap()
    clerk.wait_for_url(re.compile("/tasks/$"))
    assert Registration.objects.get(round=at_work.round, exemplar=lasting).origin == "maintained"


def test_progress_is_reported_at_mid_year(at_work, accepted, open_page):
    page = open_page(at_work.lan, phone=True)
    page.goto(reverse("progress:report_progress", args=[accepted.pk, "mid_year"]))
    page.fill("[name=content]", "Đã lắp 8 trong 16 điều hòa.")
    look(page, "progress-report")
    page.locator(MAIN).tap()
    expect(page.get_by_text("Đã lắp 8 trong 16 điều hòa.")).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_how_many_still_live(at_work, last_year, settings, open_page, language):  # noqa: F811 - a fixture
    """Ten recognised a year ago: six said to live, one stopped, three silent; each number opens to its models."""
    settings.KHEO_TODAY = date(2024, 12, 20)
    answers = ["alive"] * 6 + ["stopped"]
    for number in range(10):
        held = model(at_work, last_year, unit=at_work.sibling if number % 2 else at_work.ward)
        if number < len(answers):
            with clock.at(date(2024, 12, 20)):
                by = at_work.lan if held.unit == at_work.ward else clerk_of(at_work)
                actions.take_pulse(held, 12, answers[number], why="Nhà đã dỡ.", by=by)
    page = open_page(at_work.minh, language=language)
    assert Scale(page).weigh(page, reverse("progress:survival") + "?by=unit") <= FIRST_VISIT
    expect(page.locator("tfoot td.num").nth(1)).to_contain_text("60,0 %")
    look(page, "survival" if language == "vi" else f"survival-{language}")
    page.locator("tfoot a[href*='state=stopped']").click()
    page.wait_for_url(re.compile("state=stopped$"))
    expect(page.locator("tbody tr")).to_have_count(1)
    look(page, f"survivors-{language}")


def clerk_of(story):
    """A clerk of Liên Hòa."""
    return MembershipFactory(person=PersonFactory(), unit=story.sibling).person
