"""An award in a real browser, with the keyboard alone: recorded, read on the page of the model, withdrawn."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kheo.awards.models import Award
from tests.browser.looking import look
from tests.factories import MembershipFactory, PersonFactory
from tests.insights.builders import considered, registered
from tests.insights.conftest import land  # noqa: F401 - a fixture


@pytest.fixture
def january(land, settings):  # noqa: F811 - a fixture
    """The business lives in January 2025 for the server too; the district recognised two works of a commune."""
    settings.KHEO_TODAY = date(2025, 1, 10)
    land.works = registered(land.communes[0], land.round, 3, receiver=land.first)
    considered(land.first, land.round, yes=land.works[:2])
    land.hoa = MembershipFactory(person=PersonFactory(), unit=land.province, role="reviewer").person
    return land


def test_a_decision_is_recorded_read_and_withdrawn(january, open_page):
    page = open_page(january.hoa)
    page.goto(reverse("recognitions:list"))
    page.get_by_role("link", name="Khen thưởng").click()
    look(page, "awards-none")
    page.get_by_label("Đợt").select_option(label=f"{january.round.name} – {january.movement.name}")
    page.get_by_role("button", name="Xem").click()
    page.get_by_role("link", name="Ghi nhận khen thưởng").click()
    page.get_by_role("button", name="Ghi nhận khen thưởng").press("Enter")  # nothing is filled in
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "awards-refused")

    page.get_by_label("Hình thức").select_option(label="Bằng khen của bộ, ban, ngành, tỉnh")
    page.get_by_label("Cơ quan quyết định").fill("Chủ tịch UBND tỉnh Quảng Ninh")
    page.keyboard.press("Tab")
    page.keyboard.type("155/QĐ-UBND")
    page.keyboard.press("Tab")
    page.keyboard.type("20/12/2024")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first of those recognised
    look(page, "awards-record")
    page.get_by_role("button", name="Ghi nhận khen thưởng").press("Enter")
    expect(page.get_by_text("Đã ghi nhận khen thưởng.")).to_be_visible()
    award = Award.objects.get()
    [named] = [one.registration for one in award.awarded.all()]
    look(page, "awards-detail")

    page.get_by_role("link", name=named.title).click()
    expect(page.get_by_role("link", name="Bằng khen của bộ, ban, ngành, tỉnh")).to_be_visible()
    page.goto(f"{reverse('awards:list')}?round={january.round.pk}")
    look(page, "awards-list")
    page.get_by_role("link", name="155/QĐ-UBND").click()
    page.get_by_role("link", name="Rút khỏi danh sách").click()
    look(page, "awards-withdraw")
    page.get_by_label("Vì sao rút khỏi danh sách?").fill("Ghi nhầm số quyết định.")
    page.get_by_role("button", name="Rút khỏi danh sách").press("Enter")
    expect(page.get_by_text("Ghi nhầm số quyết định.")).to_be_visible()
    assert list(Award.objects.standing()) == []
