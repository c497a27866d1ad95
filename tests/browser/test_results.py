"""The figures of a work in a real browser: typed on a phone, pasted from Excel, read with what they add up to."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kheo.results import reading
from kheo.results.enums import Sheet
from tests.browser.looking import FIRST_VISIT, NARROW, Scale, look
from tests.results.conftest import write

SAVE = "form[action*='/results/'] > .k-actions button"
FROM_EXCEL = "\n".join(
    "\t".join(row)
    for row in (
        ("Đóng góp cho việc gì", "Số lượng", "Đơn vị"),
        ("Điều hòa", "hơn 180", "triệu đồng"),
        ("Tivi, âm ly, loa, micro, bàn ghế", "hơn 200", "triệu đồng"),
        ("Lát sân nhà văn hóa", "hơn 300", "triệu đồng"),
        ("Màn hình LED", "hơn 350", "triệu đồng"),
    )
)
RATES = [
    {"words": "Chi trả không dùng tiền mặt", "value": "89,7", "measure": "%"},
    {"words": "Bảo trợ xã hội", "value": "86,4", "measure": "%", "part_of": "1"},
    {"words": "Lương hưu", "value": "87,6", "measure": "%", "part_of": "1"},
]


@pytest.fixture
def at_work(story, settings):
    """The business lives in 2024 for the server too."""
    settings.KHEO_TODAY = story.today
    return story


def sheet_of(registration, sheet):
    return reverse("results:sheet", args=[registration.pk, sheet])


def fill(page, row, **cells):
    for name, text in cells.items():
        page.fill(f"#id_{name}-{row}", text)


def test_typed_on_a_phone_pasted_from_excel_and_read_with_the_total(at_work, accepted, open_page):
    """Yên Giang's cultural houses: more than 180 + 200 + 300 + 350 are more than 1.030 million đồng."""
    page = open_page(at_work.lan, phone=True)
    page.set_viewport_size(NARROW)
    page.goto(reverse("exemplars:detail", args=[accepted.pk]))
    page.get_by_role("link", name="Ghi số liệu").click()
    fill(page, 0, words="Máy điều hòa tại nhà văn hóa", value="16", measure="máy", place="Khu 1, 2, 3, 4")
    fill(page, 1, words="Sân nhà văn hóa được lát", value="hơn 1.200 m²", place="Khu 1, 3, 4")
    fill(page, 2, words="Tranh tường, giàn hoa", place="Khu 2")
    page.wait_for_selector(".k-save[data-state=saved]")
    look(page, "results-typed")
    page.locator(SAVE).tap()
    page.wait_for_url(re.compile(f"{sheet_of(accepted, 'resources')}$"))
    page.locator("summary", has_text="Dán một khối từ Excel").tap()
    page.fill("[name=pasted]", FROM_EXCEL)
    page.locator("button[name=lay_out]").tap()
    expect(page.locator("#id_words-3")).to_have_value("Màn hình LED")
    look(page, "results-pasted")
    page.locator(SAVE).tap()
    page.wait_for_url(re.compile(f"{sheet_of(accepted, 'beneficiaries')}$"))
    fill(page, 0, words="Hộ dân bốn khu phố", value="223", measure="hộ")
    page.locator(SAVE).tap()
    page.wait_for_url(re.compile(f"{reverse('exemplars:detail', args=[accepted.pk])}$"))
    expect(page.locator("tfoot")).to_contain_text("hơn 1.030 triệu đồng")
    page.locator("#figures").scroll_into_view_if_needed()
    look(page, "results-read")
    assert reading.of(accepted).resource_totals == ["more than 1.030 million đồng"]


def test_what_cannot_be_read_is_named_beside_its_cell_and_nothing_is_lost(at_work, accepted, open_page):
    page = open_page(at_work.lan, phone=True)
    page.set_viewport_size(NARROW)
    page.goto(sheet_of(accepted, "results"))
    fill(page, 0, words="Sân nhà văn hóa được lát", value="rất nhiều", measure="m²")
    page.locator(SAVE).tap()
    expect(page.locator(".govuk-error-summary")).to_contain_text("rất nhiều")
    assert page.input_value("#id_value-0") == "rất nhiều"
    assert page.input_value("#id_words-0") == "Sân nhà văn hóa được lát"
    assert not accepted.results.exists()
    look(page, "results-wrong")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Tỷ lệ chung 89,7 % cao hơn mọi phần của nó (86,4 %; 87,6 %). Giữ nguyên như đã báo cáo."),
        ("en", "The group's rate of 89,7 % stands above all of its parts (86,4 %; 87,6 %)."),
        ("hi", "समूह की दर 89,7 % उसके सभी भागों (86,4 %; 87,6 %) से ऊपर है।"),
    ],
    ids=["vi", "en", "hi"],
)
def test_a_rate_above_all_its_parts_is_remarked_in_every_language(at_work, accepted, open_page, language, sentence):
    """Quảng Yên 2024 (001-13 to 001-15): kept as it was reported, with its remark."""
    write(accepted, Sheet.RESULTS, *RATES, by=at_work.lan)
    page = open_page(at_work.minh, phone=True, language=language)
    assert Scale(page).weigh(page, reverse("exemplars:detail", args=[accepted.pk])) <= FIRST_VISIT
    remark = page.locator(".k-odd")
    expect(remark).to_have_count(1)
    expect(remark).to_contain_text(sentence)
    look(page, f"results-rates-{language}")


@pytest.mark.parametrize("language", ["en", "hi"])
def test_it_looks_right_in_other_languages(at_work, accepted, open_page, language):
    write(accepted, Sheet.RESULTS, *RATES, by=at_work.lan)
    page = open_page(at_work.lan, language=language)
    assert Scale(page).weigh(page, sheet_of(accepted, "results")) <= FIRST_VISIT
    look(page, f"results-typed-{language}")
