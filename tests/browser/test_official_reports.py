"""An official report in a real browser: previewed, taken as a file, closed, and held against what came later."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kheo.insights.models import OfficialReport
from tests.browser.looking import look
from tests.factories import MembershipFactory, PersonFactory
from tests.insights.builders import registered
from tests.insights.conftest import binh_thuan  # noqa: F401 - a fixture


@pytest.fixture
def office(binh_thuan, settings):  # noqa: F811 - a fixture
    """The business lives in February 2024 for the server too."""
    settings.KHEO_TODAY = date(2024, 2, 1)
    binh_thuan.binh = MembershipFactory(person=PersonFactory(), unit=binh_thuan.province, role="reviewer").person
    return binh_thuan


def test_the_office_of_a_province_closes_its_year_report(office, open_page, tmp_path):
    page = open_page(office.binh)
    page.goto(reverse("insights:funnel"))
    page.get_by_role("link", name="Báo cáo chính thức").click()
    look(page, "official-reports-none")
    page.get_by_role("link", name="Báo cáo mới").click()
    expect(page.get_by_text("13/14 đơn vị đã xét công nhận").first).to_be_visible()
    look(page, "official-report-preview")

    with page.expect_download() as taken:
        page.get_by_role("link", name="Word").click()
    assert taken.value.suggested_filename.endswith(".docx")

    page.get_by_role("link", name="Chốt số liệu").click()
    look(page, "official-report-close")
    page.get_by_role("button", name="Chốt số liệu").click()
    page.wait_for_url(re.compile(r"/figures/reports/\d+/$"))
    expect(page.get_by_text("Số liệu hôm nay vẫn như vậy.")).to_be_visible()
    assert OfficialReport.objects.get().subject.endswith(", Năm 2023")

    registered(office.units[0], office.round, 2)
    page.reload()
    expect(page.get_by_text("Số liệu hôm nay khác với báo cáo này.")).to_be_visible()
    look(page, "official-report-closed")
    page.goto(reverse("insights:reports"))
    look(page, "official-reports")
