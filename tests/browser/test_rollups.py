"""A province's signed figures in a real browser: the key, the file, trust; in one table nothing counts twice."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kheo.rollups.models import Rollup
from tests.browser.looking import look
from tests.factories import MembershipFactory, PersonFactory
from tests.rollups.conftest import land  # noqa: F401 - a fixture


@pytest.fixture
def february(land, settings, tmp_path):  # noqa: F811 - a fixture
    """The business lives in February 2024 for the server too; one machine plays both installations."""
    settings.KHEO_TODAY, settings.KHEO_DATA = date(2024, 2, 1), tmp_path
    land.office = MembershipFactory(person=PersonFactory(), unit=land.province, role="reviewer").person
    return land


def test_from_the_key_of_a_province_to_the_table_of_the_nation(february, open_page, tmp_path):
    sender = open_page(february.office)
    sender.goto(reverse("insights:home"))
    sender.get_by_role("link", name="Số liệu của nhiều hệ thống").click()
    look(sender, "rollups-none")
    sender.get_by_role("link", name="Gửi số liệu lên cấp trên").click()
    look(sender, "rollups-no-key")
    sender.get_by_role("button", name="Tạo khóa").click()
    expect(sender.get_by_text("Vân tay số của khóa, để đọc qua điện thoại:")).to_be_visible()
    look(sender, "rollups-make")
    with sender.expect_download() as sent:
        sender.get_by_role("link", name="Năm 2023").click()
    sent.value.save_as(tmp_path / "bt.json")

    keeper = open_page(february.keeper)
    keeper.goto(reverse("rollups:list"))
    keeper.get_by_role("link", name="Tiếp nhận tệp tổng hợp").click()
    keeper.get_by_label("Tệp tổng hợp").set_input_files(tmp_path / "bt.json")
    keeper.get_by_role("button", name="Kiểm tra và lưu giữ").click()
    expect(keeper.get_by_text("chưa được tin cậy cho Tỉnh Bình Thuận").first).to_be_visible()
    look(keeper, "rollups-unknown-key")
    keeper.get_by_role("link", name="Tin cậy khóa này").click()
    look(keeper, "rollups-trust")
    keeper.get_by_role("button", name="Tin cậy khóa này").click()  # not compared yet
    expect(keeper.get_by_text("Hãy đối chiếu vân tay số qua điện thoại").first).to_be_visible()
    keeper.get_by_label("Tôi đã đối chiếu vân tay số").check()
    keeper.get_by_role("button", name="Tin cậy khóa này").click()
    keeper.wait_for_url("**/rollups/senders/")
    look(keeper, "rollups-senders")
    keeper.goto(reverse("rollups:take"))
    keeper.get_by_label("Tệp tổng hợp").set_input_files(tmp_path / "bt.json")
    keeper.get_by_role("button", name="Kiểm tra và lưu giữ").click()
    keeper.wait_for_url(f"**{reverse('rollups:detail', args=[Rollup.objects.get().pk])}")

    reader = open_page(february.reader)
    reader.goto(reverse("rollups:list"))
    expect(reader.get_by_role("row", name="Tổng số")).to_contain_text("746")
    expect(reader.get_by_text("Không cộng 746 đăng ký có trong hệ thống này.")).to_be_visible()
    look(reader, "rollups-list")
    reader.get_by_role("link", name="Tỉnh Bình Thuận").click()
    expect(reader.get_by_text("Chữ ký vừa được kiểm tra lại")).to_be_visible()
    look(reader, "rollups-detail")
