"""Copying what was recognised, in a real browser: found, adopted on a phone, confirmed, and how far it has come."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kheo.replication import actions
from kheo.replication.models import Adoption
from tests.browser.looking import FIRST_VISIT, NARROW, Scale, look
from tests.factories import AdoptionFactory, PulseAnswerFactory, UnitFactory
from tests.replication.conftest import CHANGES, origin, send, thu  # noqa: F401 - fixtures

MAIN = "main form .k-actions button"


@pytest.fixture
def at_work(story, settings):
    """The business lives in 2024 for the server too."""
    settings.KHEO_TODAY = story.today
    return story


def test_from_the_list_to_the_confirmed_copy(at_work, origin, thu, open_page):  # noqa: F811 - fixtures
    """Liên Hòa copies what Yên Giang was recognised for; the town confirms that the copy is at work."""
    clerk = open_page(thu, phone=True)
    clerk.set_viewport_size(NARROW)
    clerk.goto(reverse("replication:list"))
    look(clerk, "models-to-copy")
    clerk.locator("tbody th a").first.tap()
    clerk.wait_for_url(re.compile(f"{reverse('replication:detail', args=[origin.pk])}$"))
    look(clerk, "model-to-copy")
    clerk.get_by_role("link", name="Nhân rộng mô hình này").tap()
    clerk.locator(MAIN).tap()
    expect(clerk.locator(".govuk-error-summary")).to_be_visible()
    look(clerk, "adopt-wrong")
    clerk.goto(reverse("replication:adopt", args=[origin.pk]))
    clerk.fill("[name=changes]", CHANGES)
    clerk.fill("[name=starts_on]", "01/12/2024")
    clerk.fill("[name=adviser]", "Bà Lan, Yên Giang")
    look(clerk, "adopt")
    clerk.locator(MAIN).tap()
    clerk.wait_for_url(re.compile("/tasks/$"))
    made = Adoption.objects.get()
    assert (made.state, made.changes, made.starts_on) == ("waiting", CHANGES, date(2024, 12, 1))
    send(made.registration, by=thu)
    office = open_page(at_work.minh)
    office.goto(reverse("replication:adoptions"))
    look(office, "copies-to-confirm")
    office.locator("form[action$='/confirm/'] button").click()
    office.wait_for_url(re.compile(f"{reverse('exemplars:detail', args=[made.registration_id])}$"))
    made.refresh_from_db()
    assert (made.state, made.confirmed_on) == ("confirmed", at_work.today)
    office.goto(reverse("replication:family", args=[origin.pk]))
    look(office, "family")


@pytest.fixture
def spread(at_work, origin):  # noqa: F811 - a fixture
    """Three communes of a second district copied it; in one of them it stopped."""
    district = UnitFactory(code="DT", name="Thị xã Đông Triều", level="district", parent=at_work.province)
    names = ("Xã An Sinh", "Xã Bình Dương", "Xã Hồng Thái Tây")
    communes = [UnitFactory(code=f"DT{n}", name=name, parent=district) for n, name in enumerate(names)]
    copies = [AdoptionFactory(origin=origin, unit=unit, confirmed_on=date(2024, 6, 1)) for unit in communes]
    PulseAnswerFactory(
        exemplar=copies[0].registration.exemplar, answer="stopped", why="Xóm đã dời.", on=date(2024, 11, 1)
    )
    return origin


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Đã đến 4 trên 5, trong đó 1 nơi nay đã dừng."),
        ("en", "It has come to 4 of 5, of which 1 stopped since."),
        ("hi", "यह 5 में से 4 तक पहुँचा, जिनमें से 1 में अब रुक गया है।"),
    ],
    ids=["vi", "en", "hi"],
)
def test_how_far_it_has_come_and_what_stopped_since(at_work, spread, open_page, language, sentence):
    page = open_page(at_work.hoa, language=language)
    assert Scale(page).weigh(page, reverse("replication:coverage", args=[spread.pk])) <= FIRST_VISIT
    expect(page.locator(".k-kpi__value").first).to_have_text("3/5")
    expect(page.locator(".k-sentence")).to_contain_text(sentence)
    page.locator("tbody summary").first.click()
    look(page, "coverage" if language == "vi" else f"coverage-{language}")


def test_a_call_names_who_is_silent(at_work, origin, open_page):  # noqa: F811 - a fixture
    made = actions.call(
        at_work.district, [origin], title="Mỗi xã, phường làm theo một mô hình", level="commune", wanted=1,
        due=date(2025, 6, 30), by=at_work.minh,
    )  # fmt: skip
    page = open_page(at_work.minh)
    page.goto(reverse("replication:call_detail", args=[made.pk]))
    expect(page.locator("#silent + ul")).to_contain_text("Xã Liên Hòa")
    look(page, "call")
