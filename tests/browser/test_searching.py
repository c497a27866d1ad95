"""Searching with the keyboard alone and without script, and names alike while one types."""

import pytest
from django.urls import reverse

from tests.browser.looking import look
from tests.factories import RegistrationFactory, UnitFactory

TITLE = "Dân vận khéo vận động nhân dân lắp lan can bờ kênh"


@pytest.fixture
def today(story, settings):
    settings.KHEO_TODAY = story.today
    return story.today


@pytest.fixture
def railing(story):
    """Sent by the residential area of the ward, so that the ward's clerk may open it."""
    khu = UnitFactory(code="YG-K3", name="Khu 3", level="grassroots", kind="residential", parent=story.ward)
    return RegistrationFactory(
        title=TITLE, unit=khu, round=story.round, receiver=story.ward, status="submitted", code="MH-2024-0412"
    )


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
def test_the_box_is_used_with_the_keyboard_alone(story, railing, today, open_page, language):
    page = open_page(story.lan, language=language)
    page.goto(reverse("desk:home"))
    page.keyboard.press("Control+k")
    page.keyboard.type("lan can")
    page.locator("#find [role=option]").first.wait_for()
    look(page, f"search-box-{language}")
    page.keyboard.press("ArrowDown")
    assert page.locator("#find-words").get_attribute("aria-activedescendant") == "find-exemplars-1"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('exemplars:detail', args=[railing.pk])}")


def test_escape_closes_the_box_and_gives_the_focus_back(story, railing, today, open_page):
    page = open_page(story.lan, language="en")
    page.goto(reverse("desk:home"))
    page.locator("#site-search").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("không có gì như vậy")
    page.get_by_text("Nothing found").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "site-search"
    assert not page.locator("#find").is_visible()


def test_enter_without_a_choice_opens_the_page(story, railing, today, open_page):
    page = open_page(story.lan, language="en")
    page.goto(reverse("desk:home"))
    page.keyboard.press("Control+k")
    page.keyboard.type("mh 2024 412")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Search").wait_for()
    page.get_by_role("link", name=TITLE).wait_for()
    look(page, "search")


def test_names_alike_appear_while_one_types(story, railing, today, open_page):
    page = open_page(story.lan, language="en")
    page.goto(f"{reverse('exemplars:start')}?origin=new")
    page.locator("#id_title").press_sequentially("lap lan can bo kenh")
    page.get_by_text("Registered here already").wait_for()
    similar = page.locator(".k-similar")
    assert similar.get_by_role("link", name=TITLE, exact=True).is_visible()
    assert similar.get_by_role("link", name="Take part in it").is_visible()
    look(page, "similar-while-typing")
