"""A field visit on a phone in a real browser: planned, photographed, written down, signed by both sides."""

import re
import struct
import zlib

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kheo.evaluations import actions, records
from kheo.evaluations.models import Visit, VisitPhoto
from kheo.evaluations.records import Record, Seen
from tests.browser.looking import FIRST_VISIT, NARROW, Scale, look
from tests.evaluations.conftest import assess, demanded, marks, office, opened, runner, sheet_of  # noqa: F401 - fixtures

CRITERIA = [
    {"code": "1", "text": "Có kế hoạch, phân công cụ thể, được nhân dân bàn bạc", "maximum": 20},
    {"code": "2", "text": "16 điều hòa cho bốn nhà văn hóa hoạt động tốt", "maximum": 50},
    {"code": "3", "text": "Sân 1.200 m² được lát, có người trông nom", "maximum": 30},
]


def picture(width=800, height=600):
    """A photograph as far as a browser cares: a sky, a wall and a yard, as PNG."""
    bands = ((0.4, b"\x9c\xc4\xe4"), (0.75, b"\xe6\xd9\xb8"), (1.0, b"\xb4\x8a\x6a"))
    rows = (next(colour for part, colour in bands if y < part * height) * width for y in range(height))
    raw = b"".join(b"\x00" + row for row in rows)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw)),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PHOTO = {"name": "IMG_0915.png", "mimeType": "image/png", "buffer": picture()}


@pytest.fixture
def judged(story, demanded, opened, office, settings):  # noqa: F811 - fixtures
    """The ward has assessed itself; the district verifies."""
    settings.KHEO_TODAY = story.today
    demanded(sheet_of(stages=["self", "verification"], criteria=CRITERIA))
    return assess(opened(), story.lan, marks(**{"1": 18, "2": 45, "3": 25}))


@pytest.fixture
def visit(story, judged, office):  # noqa: F811 - a fixture
    team = [(office.minh, "Kết quả"), (office.son, "Gặp gỡ nhân dân")]
    place = "Nhà văn hóa khu 3, phường Yên Giang"
    return actions.plan_visit(judged, on=story.today, place=place, team=team, by=office.minh)


def page_of(name, thing):
    return reverse(f"evaluations:{name}", args=[thing.pk])


def saved(page):
    page.wait_for_selector(".k-save[data-state=saved]")


def test_a_visit_is_planned_with_the_keyboard(story, judged, office, open_page):  # noqa: F811 - a fixture
    page = open_page(office.minh)
    page.goto(page_of("plan_visit", judged))
    page.get_by_label("Ngày").fill("20/11/2024")
    page.keyboard.press("Tab")
    page.keyboard.type("Nhà văn hóa khu 3")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Kết quả")
    look(page, "visit-plan")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/visits/\d+/$"))
    assert [one.part for one in Visit.objects.get().members.all()] == ["Kết quả"]


def test_a_record_is_written_on_a_phone_and_signed_by_both(story, visit, office, open_page):  # noqa: F811 - a fixture
    where = {"latitude": 20.935214, "longitude": 106.800123}
    page = open_page(office.minh, phone=True, geolocation=where, permissions=["geolocation"])
    page.set_viewport_size(NARROW)
    page.goto(reverse("evaluations:visits"))
    look(page, "visits")
    page.get_by_role("link", name="Phường Yên Giang").first.click()
    page.locator(f"a[href='{page_of('record_visit', visit)}']").click()
    page.set_input_files("#bring-kept", PHOTO)  # no button: it goes when it is taken
    page.wait_for_selector(".k-photos img")
    page.locator("[data-fill=id_observed-1]").tap()
    page.fill("#id_observed-2", "14 điều hòa hoạt động, 2 đang sửa")
    page.locator("[data-locate]").tap()
    expect(page.locator("#id_position")).to_have_value("20,93521; 106,80012")
    page.fill("#id_people_met", "Bà Hoa, trưởng khu 3")
    saved(page)
    look(page, "visit-record")
    page.locator("input[name=finding][value=passed]").check()
    page.locator("button[value=finish]").tap()
    page.wait_for_url(re.compile(f"{page_of('visit', visit)}$"))
    found = Visit.objects.get()
    assert records.of(found) == Record(
        finding="passed", people_met="Bà Hoa, trưởng khu 3", latitude=records.of(found).latitude,
        longitude=records.of(found).longitude,
        observations={"1": Seen("18"), "2": Seen("14 điều hòa hoạt động, 2 đang sửa")},
    )  # fmt: skip
    assert records.position_in_words(found.latitude, found.longitude) == "20,93521; 106,80012"
    assert VisitPhoto.objects.get().file.name == "IMG_0915.jpg"
    page.locator("form[action$='/sign/'] button").tap()
    head = open_page(story.dung, phone=True)
    head.goto(page_of("visit", visit))
    head.fill("#remark-subject", "Hai máy sẽ sửa xong trong tháng 11.")
    head.locator("form[action$='/sign/'] button").tap()
    head.wait_for_selector("text=Hai máy sẽ sửa xong")
    look(head, "visit-signed")
    assert found.signatures.count() == 2


def test_a_photograph_waits_for_the_net(visit, office, open_page):  # noqa: F811 - a fixture
    page = open_page(office.minh, phone=True)
    page.goto(page_of("record_visit", visit), wait_until="networkidle")
    page.context.set_offline(True)
    page.set_input_files("#bring-kept", PHOTO)
    page.wait_for_selector(".k-sending [data-when=waiting]:not([hidden])")
    page.context.set_offline(False)
    page.wait_for_selector(".k-photos img")
    assert VisitPhoto.objects.count() == 1


def test_what_is_typed_without_net_is_offered_again(visit, office, open_page):  # noqa: F811 - a fixture
    page = open_page(office.minh, phone=True)
    page.goto(page_of("record_visit", visit), wait_until="networkidle")
    page.context.set_offline(True)
    page.fill("#id_people_met", "Ông Bình, chủ tịch MTTQ phường")
    page.wait_for_selector(".k-save[data-state=offline]")
    page.context.set_offline(False)
    page.goto(page_of("visit", visit))
    page.goto(page_of("record_visit", visit))
    if page.input_value("#id_people_met") == "":  # the net came back first: then it is saved already
        page.locator("[data-restore]").click()
        saved(page)
    assert Visit.objects.get().people_met == "Ông Bình, chủ tịch MTTQ phường"


def test_two_write_on_one_part_and_see_both(visit, office, open_page):  # noqa: F811 - a fixture
    page = open_page(office.minh, phone=True)
    page.goto(page_of("record_visit", visit), wait_until="networkidle")
    actions.note_visit(visit, Record(people_met="Bà Hoa"), by=office.son)
    page.fill("#id_people_met", "Ông Bình")
    page.wait_for_selector(".k-save[data-state=newer]")
    page.locator("button[value=save]").tap()
    page.wait_for_selector(".k-versions")
    look(page, "visit-compared")
    page.locator("button[value=save]").tap()
    page.wait_for_selector(".k-versions", state="detached")
    assert Visit.objects.get().people_met == "Ông Bình"


def test_it_works_without_script(visit, office, open_page):  # noqa: F811 - a fixture
    page = open_page(office.minh, java_script_enabled=False)
    page.goto(page_of("record_visit", visit))
    page.set_input_files("#bring-kept", PHOTO)
    page.locator("[data-send] button").click()
    page.wait_for_selector(".k-photos img")
    page.fill("#id_people_met", "Bà Hoa")
    page.locator("button[value=save]").click()
    assert (Visit.objects.get().people_met, VisitPhoto.objects.count()) == ("Bà Hoa", 1)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_it_looks_right_in_other_languages(visit, office, open_page, language):  # noqa: F811 - a fixture
    page = open_page(office.minh, language=language)
    assert Scale(page).weigh(page, page_of("record_visit", visit)) <= FIRST_VISIT
    look(page, f"visit-record-{language}")
