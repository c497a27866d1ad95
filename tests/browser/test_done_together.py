"""One work, two organisations: asked and taken in on the phone; merged by the office and undone."""

import pytest
from django.urls import reverse

from kheo.exemplars import actions as exemplars
from tests.browser.looking import look
from tests.factories import MembershipFactory, PersonFactory, RegistrationFactory, UnitFactory
from tests.story import filled_draft

FENCE = "Dân vận khéo vận động nhân dân vẽ bích họa trên tường rào"
TASK = "Hội viên vẽ 60 m tường rào"


@pytest.fixture
def today(story, settings):
    settings.KHEO_TODAY = story.today
    return story.today


@pytest.fixture
def union(story):
    return UnitFactory(
        code="YG-HPN", name="Hội Liên hiệp Phụ nữ phường Yên Giang", level="grassroots", kind="front", parent=story.ward
    )


@pytest.fixture
def mai(union):
    return MembershipFactory(person=PersonFactory(username="mai", full_name="Hoàng Thị Mai"), unit=union).person


@pytest.fixture
def work(story, today):
    return exemplars.submit(filled_draft(story, title=FENCE), by=story.lan)


def test_a_unit_takes_part_instead_of_registering_again(story, work, union, mai, open_page):
    draft = exemplars.begin(union, story.round, by=mai, title="Vẽ bích họa tường rào", level="commune")
    page = open_page(mai, phone=True, language="en")
    page.goto(reverse("exemplars:section", args=[draft.pk, "identity"]))
    page.locator(".k-similar").get_by_role("link", name="Take part in it").click()
    page.get_by_label("What your unit does in this work").fill(TASK)
    assert page.get_by_label("Vẽ bích họa tường rào").is_checked()
    look(page, "ask-to-join")
    page.get_by_role("button", name="Ask to take part").click()
    page.get_by_text("Our requests").wait_for()
    look(page, "joinings-asked")
    theirs = open_page(story.lan, phone=True, language="en")
    theirs.goto(reverse("desk:home"))
    theirs.get_by_role("link", name="which asks to take part in").click()
    look(theirs, "joinings-to-answer")
    theirs.get_by_role("button", name="Take the unit in").click()
    theirs.get_by_role("heading", name="Units that take part").wait_for()
    look(theirs, "work-done-together")
    page.goto(reverse("duplicates:joinings"))
    page.get_by_role("link", name=FENCE).click()
    page.get_by_text(TASK).wait_for()
    draft.refresh_from_db()
    assert draft.status == "withdrawn"


def test_an_office_merges_and_undoes_it(story, work, union, mai, open_page):
    other = RegistrationFactory(
        title="Vận động nhân dân vẽ bích họa trên tường rào khu 3", unit=union, round=story.round,
        receiver=story.district, status="submitted", code="MH-2024-0901",
    )  # fmt: skip
    page = open_page(story.minh, phone=True, language="en")
    page.goto(reverse("exemplars:detail", args=[work.pk]))
    page.locator(".k-hits").get_by_role("link", name="Merge the two").click()
    page.get_by_label("This one:").check()
    page.get_by_label("Why are they the same work?").fill("Cùng một tường rào khu 3.")
    look(page, "merge")
    page.get_by_role("button", name="Merge the two").click()
    page.get_by_role("heading", name="Merged into this registration").wait_for()
    look(page, "merged-in")
    other.refresh_from_db()
    assert other.status == "merged"
    page.get_by_role("link", name="Vận động nhân dân vẽ bích họa").first.click()
    page.get_by_role("heading", name="Merged", exact=True).wait_for()
    look(page, "merged-away")
    page.get_by_role("link", name="Undo the merging").click()
    page.get_by_label("Why are they two works after all?").fill("Hai tường rào khác nhau.")
    look(page, "undo-merging")
    page.get_by_role("button", name="Undo the merging").click()
    page.get_by_text("It is again what it was").wait_for()
    other.refresh_from_db()
    assert other.status == "submitted"
