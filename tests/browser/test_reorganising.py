"""Units re-organised in the browser: planned by the forms and by a table, looked at, approved, told, undone (S24).

Tiên Yên in June 2025 (movement.md §9.1); Nga plans, Hải is the second person.
"""

import pytest

from kheo.reorganisations.models import Reorganisation
from tests.browser.looking import look
from tests.reorganisations import land as lands
from tests.reorganisations.test_sheet import HEAD, rows_of_1679
from tests.units.tien_yen import BASIS


@pytest.fixture
def land(transactional_db, settings):
    settings.KHEO_TODAY = lands.PLANNED
    return lands.tien_yen()


def test_from_the_first_form_to_the_undoing(land, open_page, tmp_path):
    lands.sent(land, "TT", 2)
    lands.sent(land, "YT", place="thôn Nà Lộc")
    page = open_page(land.nga)
    _begin(page, land)
    _a_form_with_a_mistake_and_without(page)
    _a_wrong_table_and_a_right_one(page, tmp_path)
    _seen_and_proposed(page)
    hai = open_page(land.hai)
    _approved(hai)
    _told(hai)
    _undone(hai)


def _begin(page, land):
    page.goto("/reorganisations/")
    look(page, "reorganisations")
    page.get_by_role("link", name="Tỉnh Quảng Ninh").click()
    page.get_by_role("button", name="Lập phương án").click()
    look(page, "reorganisation-begin-empty")
    page.get_by_label("Tên", exact=True).fill("Sắp xếp đơn vị hành chính cấp xã năm 2025")
    page.get_by_label("Ngày đầu").fill("01/07/2025")
    page.get_by_label("Căn cứ pháp lý").fill(BASIS)
    page.get_by_label("Căn cứ pháp lý").press("Enter")  # by the keyboard alone
    page.wait_for_url("**/reorganisations/*/")
    look(page, "reorganisation-empty")


def _a_form_with_a_mistake_and_without(page):
    page.get_by_role("link", name="Đổi tên đơn vị").click()
    page.get_by_label("Đơn vị nào").fill("Xã Không Có")
    page.get_by_label("Tên mới").fill("Tỉnh Quảng Ninh (mới)")
    page.get_by_role("button", name="Thêm vào phương án").click()
    page.wait_for_selector("text=Xã Không Có")
    assert page.get_by_label("Tên mới").input_value() == "Tỉnh Quảng Ninh (mới)"
    look(page, "reorganisation-mistake")
    page.get_by_label("Đơn vị nào").fill("QN")
    page.get_by_role("button", name="Thêm vào phương án").click()
    page.wait_for_selector("text=Các thay đổi (1)")


def _a_wrong_table_and_a_right_one(page, tmp_path):
    wrong, right = tmp_path / "sai.csv", tmp_path / "1679.csv"
    _written(wrong, [["ZZ", "", "M", "Xã M", "", "", "", "", ""]])
    _written(right, rows_of_1679())
    page.get_by_role("link", name="Toàn bộ phương án từ một bảng").click()
    page.set_input_files("#id_file", wrong)
    page.get_by_role("button", name="Đọc bảng vào phương án").click()
    page.wait_for_selector("text=Dòng 2, cột “Mã cũ”")
    look(page, "reorganisation-table")
    page.set_input_files("#id_file", right)
    page.get_by_label("Thay bằng nội dung của bảng").check()
    page.get_by_role("button", name="Đọc bảng vào phương án").click()
    page.wait_for_selector("text=Đã đưa bảng vào phương án: 14 dòng.")
    assert not Reorganisation.objects.get().changes.filter(kind="rename").exists()


def _written(path, rows):
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in [HEAD, *rows]), encoding="utf-8")


def _seen_and_proposed(page):
    page.get_by_role("button", name="Xem thử kết quả").press("Enter")
    page.wait_for_selector("text=12 đơn vị trước sắp xếp, 4 đơn vị sau sắp xếp.")
    while (closed := page.locator("main details:not([open]) > summary")).count():
        closed.first.press("Enter")
    look(page, "reorganisation-seen")
    page.get_by_role("button", name="Trình người thứ hai").click()
    page.wait_for_selector("text=Chờ người thứ hai")
    look(page, "reorganisation-proposed")


def _approved(page):
    page.goto("/")
    page.get_by_role("link", name="Phê duyệt").first.click()
    page.wait_for_url("**/reorganisations/*/**")
    if not page.url.endswith("/approve/"):
        page.get_by_role("link", name="Phê duyệt").click()
    look(page, "reorganisation-approve")
    page.get_by_role("button", name="Phê duyệt và thực hiện").press("Enter")
    page.wait_for_selector("text=Kết quả đã thực hiện")
    look(page, "reorganisation-done")


def _told(page):
    """A letter to each unit concerned, as Word and PDF."""
    with page.expect_download() as file:
        page.get_by_role("link", name="Word (Xã Yên Than)").click()
    assert file.value.suggested_filename.endswith(".docx")


def _undone(page):
    page.get_by_role("link", name="Hoàn nguyên việc sắp xếp").click()
    look(page, "reorganisation-undo")
    page.get_by_role("button", name="Hoàn nguyên việc sắp xếp").click()
    page.wait_for_selector("text=đã hoàn nguyên việc sắp xếp")
    assert Reorganisation.objects.get().state == "reversed"
