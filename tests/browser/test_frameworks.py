"""A framework written in a real browser, from the library to publishing: on a phone, on a PC, without script."""

import pytest

from kheo.criteria import actions
from kheo.criteria.models import FrameworkVersion
from tests.browser.looking import FIRST_VISIT, NEXT_VISIT, Scale, look
from tests.browser_house import cookies_of
from tests.criteria.drafts import at, draft, published, shipped, table
from tests.factories import MembershipFactory


@pytest.fixture
def today(story, settings):
    settings.KHEO_TODAY = story.today
    return story.today


@pytest.fixture
def huong(story, today):
    """She sits in the province's steering committee and keeps its frameworks."""
    MembershipFactory(person=story.hoa, unit=story.province, role="steering_committee")
    return story.hoa


def kept(version):
    version.refresh_from_db()
    return version.sheet


def test_from_the_library_to_a_published_version(story, huong, open_page):
    published(story, table(code="DVK-2024", name="Bộ tiêu chí năm 2024"))
    page = open_page(huong, language="en")
    page.goto(at("list"))
    look(page, "frameworks")
    page.get_by_role("link", name="Bảng điểm mẫu xét công nhận").click()
    look(page, "framework-shipped")
    page.get_by_role("link", name="Take it over as a draft").click()
    page.get_by_label("Code").fill("DVK-QN-2025")
    look(page, "framework-take-over")
    page.get_by_role("button", name="Take it over as a draft").click()
    page.wait_for_url("**/change/")
    version = FrameworkVersion.objects.get(framework__code="DVK-QN-2025")

    page.get_by_label("Maximum of T3").fill("20")
    page.wait_for_selector("text=105 of 100 points")  # worked out by the server while it is typed
    assert kept(version).by_code["T3"].maximum == 15
    page.get_by_label("Maximum of T3").fill("10")
    page.wait_for_selector("text=95 of 100 points")
    page.get_by_role("button", name="Save the maxima").last.click()
    page.wait_for_selector("text=1 thing does not add up yet")
    look(page, "framework-editor")
    page.get_by_role("link", name="Publish", exact=True).click()
    page.wait_for_selector("text=It cannot be published yet.")
    look(page, "framework-not-yet")
    page.get_by_role("link", name="The criteria add up to 95 points, the scale is 100.").click()
    page.wait_for_url("**/change/#id_scale")
    page.get_by_label("Maximum of T3").fill("15")
    page.get_by_role("button", name="Change T5").click()  # and saves what was typed

    page.wait_for_url("**/criteria/5/")
    assert kept(version).by_code["T3"].maximum == 15
    page.get_by_label("By bands").check()
    page.wait_for_selector("text=What falls into the bands")
    look(page, "framework-criterion")
    page.get_by_label("Bound").fill("90")
    page.locator("[name=bands-0-points]").fill("25")
    page.locator("#method").get_by_role("button", name="One more row").click()
    page.wait_for_selector("[name=bands-1-bound]")
    page.locator("[name=bands-1-bound]").fill("70")
    page.locator("[name=bands-1-points]").fill("15,5")
    page.get_by_label("Maximum", exact=True).fill("26")
    page.wait_for_selector("text=101 of 100 points")
    page.get_by_label("Maximum", exact=True).fill("25")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/change/")
    assert [band.points for band in kept(version).by_code["T5"].method.bands] == [25, 15.5]

    page.get_by_role("link", name="Rules").click()
    look(page, "framework-rules")
    page.get_by_role("link", name="Add a class", exact=True).click()
    look(page, "framework-class")
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Try it out").click()
    page.get_by_label("What if the total were").fill("85,0")
    page.wait_for_selector("text=≥ 90 is wanted, 85 was reached.")  # without pressing anything
    assert "total=85%2C0" in page.url  # so that the question can be sent
    look(page, "framework-try")

    page.goto(at("publish", version.pk))
    page.get_by_label("In force from").fill("01/01/2025")
    page.get_by_label("Number and symbol").fill("12-HD/BDVTU")
    look(page, "framework-publish")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_selector("text=Version 1 is published.")
    look(page, "framework")


def test_rows_are_added_moved_and_taken_out_from_their_menu(story, huong, open_page):
    version = draft(story)
    page = open_page(huong, phone=True, language="en")
    page.goto(at("change", version.pk))
    page.locator("summary", has_text="More for I.2").click()
    look(page, "framework-menu")
    page.locator("#criteria-3").get_by_role("button", name="Move up").click()
    page.wait_for_url("**/change/#criteria-2")
    assert [row.code for row in kept(version).walk()][:3] == ["I", "I.2", "I.1"]
    page.locator("summary", has_text="More for II.2").click()
    page.locator("#criteria-6").get_by_role("button", name="Take out").click()
    page.wait_for_selector("text=“II.2” leaves the draft, and 20 points with it.")
    look(page, "framework-remove")
    page.get_by_role("button", name="Take it out").click()
    page.wait_for_url("**/change/")
    page.locator("summary", has_text="More for II").first.click()
    page.locator("#criteria-4").get_by_role("button", name="Add a criterion under it").click()
    page.get_by_label("Code").fill("II.9")
    page.get_by_label("Content").fill("Kết quả khác")
    page.get_by_label("Maximum", exact=True).fill("20")
    page.get_by_role("button", name="Save and add another").click()
    page.wait_for_url("**/add/?under=*")
    assert kept(version).by_code["II"].parts[-1].code == "II.9"


def test_two_tabs_the_second_sees_both_and_saves_on_top(story, huong, open_page):
    version = draft(story)
    mine, theirs = open_page(huong, language="en"), open_page(story.nga, language="en")
    for page in (mine, theirs):
        page.goto(at("row", version.pk, "criteria", 2))
    theirs.get_by_label("Content").fill("Câu chữ của Nga")
    theirs.get_by_role("button", name="Save", exact=True).last.click()
    theirs.wait_for_url("**/change/")
    mine.get_by_label("Content").fill("Câu chữ của Hoa")
    mine.get_by_role("button", name="Save", exact=True).last.click()
    mine.wait_for_selector("text=Somebody else saved first")
    look(mine, "framework-two-tabs")
    assert mine.get_by_label("Content").input_value() == "Câu chữ của Hoa"
    mine.get_by_role("button", name="Save my version").click()
    mine.wait_for_url("**/change/")
    assert kept(version).by_code["I.1"].text == "Câu chữ của Hoa"


def test_everything_works_without_script(story, huong, open_page):
    version = draft(story)
    page = open_page(huong, language="en", java_script_enabled=False)
    page.goto(at("change", version.pk))
    page.get_by_label("Maximum of I.1").fill("30")
    page.get_by_label("Maximum of I.1").press("Enter")
    page.wait_for_selector("text=The parts of I add up to 45 points, its maximum is 40.")
    page.get_by_role("button", name="Change I.1").click()
    page.get_by_role("radio", name="So many points for each, up to").check()
    page.get_by_role("button", name="Show what this way asks").click()
    page.get_by_role("textbox", name="Points for each").fill("2,5")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/change/")
    assert kept(version).by_code["I.1"].method.each == 2.5
    page.goto(at("try", version.pk))
    page.get_by_label("What if the total were").fill("60")
    page.get_by_role("button", name="Work it out").first.click()
    page.locator("#result", has_text="60 of 105 points").wait_for()


def test_a_unit_below_writes_its_own_words_on_a_phone(story, today, open_page):
    version = published(story)
    page = open_page(story.lan, phone=True, language="en")
    page.goto(at("version", version.pk))
    page.get_by_role("link", name="In the words of Phường Yên Giang").click()
    look(page, "framework-own-words")
    page.get_by_role("link", name="Fill in II.1").click()
    look(page, "framework-concretise")
    page.get_by_label("In our words").fill("4 trong 5 tuyến đường có đèn")
    page.get_by_label("Our target").fill("4")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("text=Saved what II.1 means here.")
    assert "4 trong 5 tuyến đường có đèn" in page.inner_text("main")


def test_a_file_is_looked_at_and_then_set_up(story, huong, open_page, tmp_path):
    first = published(story)
    second = actions.begin_version(first.framework, by=None)
    page = open_page(huong, language="en")
    with page.expect_download() as download:
        page.goto(at("version", first.pk))
        page.get_by_role("link", name="YAML").click()
    path = tmp_path / "khung.yaml"
    path.write_text(download.value.path().read_text().replace("maximum: 10", "maximum: 8"))
    page.goto(at("replace", second.pk))
    look(page, "framework-file")
    page.set_input_files("#id_file", path)
    page.get_by_role("button", name="Look at the file").click()
    page.wait_for_selector("text=What it changes in the draft")
    look(page, "framework-read")
    page.get_by_role("button", name="Put it in place of the draft").click()
    page.wait_for_selector("text=The criteria add up to 98 points, the scale is 100.")
    page.goto(at("compare", second.pk))
    look(page, "framework-compare")
    page.goto(at("print", second.pk))
    look(page, "framework-print")


@pytest.mark.parametrize("language", ["vi", "hi"])
def test_the_pages_fit_in_every_language(story, huong, open_page, language):
    large, broken = shipped(story, "KQG-366"), draft(story, table(scale=105))
    page = open_page(huong, language=language)
    for name in ("version", "change", "rules", "about", "counting", "try"):
        page.goto(at(name, large.pk))
        assert page.locator("html").get_attribute("lang") == language
        look(page, f"framework-{name}-{language}")
    for address in (at("list"), at("row", large.pk, "criteria", 2), at("change", broken.pk), at("publish", broken.pk)):
        page.goto(address)
        look(page, address)


def test_the_editor_of_a_large_framework_is_light(story, huong, site, chromium):
    """In a profile of its own, for listening to every request would switch the browser's cache off."""
    version = shipped(story, "CA-2025")
    context = chromium.new_context(base_url=site, locale="vi-VN")
    context.add_cookies(cookies_of(huong, site))
    page = context.new_page()
    scale = Scale(page)
    first, then = scale.weigh(page, at("change", version.pk)), scale.weigh(page, at("rules", version.pk))
    context.close()
    assert first <= FIRST_VISIT
    assert then <= NEXT_VISIT
