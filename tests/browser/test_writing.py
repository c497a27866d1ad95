"""A registration written in a real browser: it saves itself, nobody overwrites anybody, and no script is needed."""

import re

import pytest
from django.urls import reverse

from kheo.exemplars import actions
from kheo.exemplars.enums import Section
from kheo.exemplars.models import Dossier, Registration
from tests.story import filled_draft

XSS = '<script>window.__xss=1</script><img src=x onerror="window.__xss=1">"\'><svg onload=window.__xss=1>'


@pytest.fixture
def today(story, settings):
    settings.KHEO_TODAY = story.today
    return story.today


@pytest.fixture
def blank(story, today):
    return actions.begin(story.ward, story.round, by=story.lan, title="Tuyến đường hoa", level="district")


def page_of(registration, section):
    return reverse("exemplars:section", args=[registration.pk, section])


def written(name):
    return Dossier.objects.values_list(name, flat=True).get()


def save_and_continue(page):
    page.locator("form[data-autosave] > .k-actions button, form > .k-actions button").first.click()


def test_what_is_typed_saves_itself_and_then_goes_on(story, blank, open_page):
    page = open_page(story.lan)
    page.goto(page_of(blank, Section.GOALS))
    for version, text in enumerate(("16 điều hòa", "16 điều hòa cho 4 nhà văn hóa"), start=1):
        page.fill("textarea[name=goals]", text)
        page.wait_for_selector(f".k-save[data-state=saved] input[name=version][value='{version}']", state="attached")
        assert written("goals") == text
    save_and_continue(page)
    page.wait_for_url(re.compile(r"/sections/method/$"))
    assert blank.saves.get(section=Section.GOALS).version == 2  # the same words are no new version


def test_two_windows_the_second_is_told_and_brings_both_texts_together(story, blank, open_page):
    mine, theirs = open_page(story.lan, language="en"), open_page(story.dung)
    for page in (mine, theirs):
        page.goto(page_of(blank, Section.GOALS))
    theirs.fill("textarea[name=goals]", "Bản của Dũng")
    save_and_continue(theirs)
    theirs.wait_for_url(re.compile(r"/sections/method/$"))
    mine.fill("textarea[name=goals]", "Bản của Lan")
    mine.wait_for_selector(".k-save[data-state=newer]")
    save_and_continue(mine)
    mine.wait_for_selector(".k-versions")
    assert "Bản của Dũng" in mine.locator(".k-versions").inner_text()
    assert mine.locator("textarea[name=goals]").input_value() == "Bản của Lan"
    mine.fill("textarea[name=goals]", "Bản của Dũng và của Lan")
    mine.get_by_role("button", name="Save my text").click()
    mine.wait_for_url(re.compile(r"/sections/method/$"))
    assert written("goals") == "Bản của Dũng và của Lan"


def test_it_is_written_and_sent_without_script(story, today, open_page):
    draft = filled_draft(story)
    page = open_page(story.lan, java_script_enabled=False)
    page.goto(page_of(draft, Section.FORCES))
    page.fill("input[name=name-1]", "Hội Phụ nữ phường")
    page.select_option("select[name=role-1]", "coordinating")
    page.locator("button[name=again]").click()
    assert page.locator("input[name=name-2]").input_value() == ""
    page.goto(reverse("exemplars:check", args=[draft.pk]))
    page.locator("form[action$='/submit/'] button").click()
    page.wait_for_selector("text=MH-2024-0001")
    assert draft.forces.count() == 2


def test_the_filters_come_when_they_are_opened(story, today, open_page):
    actions.submit(filled_draft(story, title="Đã gửi"), by=story.lan)
    filled_draft(story, title="Còn nháp")
    for script in (True, False):
        page = open_page(story.lan, java_script_enabled=script)
        page.goto(reverse("exemplars:list"))
        assert not page.locator("select[name=status]").count()
        page.locator("details.k-filter > summary").click()
        if not script:
            page.locator("details.k-filter a").first.click()
        page.select_option("select[name=status]", "draft")
        page.locator(".k-filter button").click()
        page.wait_for_url(re.compile("status=draft"))
        assert page.locator(".k-table tbody tr").count() == 1
        assert page.locator(".k-chip").count() == 1


def test_what_people_type_never_runs(story, today, open_page):
    draft = filled_draft(story, title=XSS)
    actions.save_section(draft, Section.GOALS, {"goals": XSS}, by=story.lan, version=1)
    actions.submit(draft, by=story.lan)
    actions.return_for_changes(draft, reason=XSS, by=story.minh)
    page = open_page(story.lan)
    for address in (
        reverse("exemplars:list") + "?q=" + XSS,
        *(reverse(f"exemplars:{name}", args=[draft.pk]) for name in ("tasks", "check", "detail", "receipt", "history")),
        page_of(draft, Section.GOALS),
    ):
        page.goto(address)
        assert page.evaluate("window.__xss") is None, address
    assert Registration.objects.get().title == XSS


@pytest.mark.parametrize("clipboard", ["today's", "that of before"])
def test_the_words_to_pass_on_are_copied_with_one_press(story, today, open_page, clipboard):
    """Where the connection is plain, as in many an office network, a browser has only the old way to copy."""
    sent = actions.submit(filled_draft(story), by=story.lan)
    page = open_page(story.lan, language="en")
    if clipboard == "that of before":
        page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto(reverse("exemplars:receipt", args=[sent.pk]))
    words = page.locator("#pass-on").input_value()
    assert words.startswith(f"{sent.code}: “{sent.title}”")
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied. Now paste it into the conversation.").wait_for()
    page.locator("#site-search").focus()
    page.keyboard.press("Control+V")
    assert page.locator("#site-search").input_value() == words


def test_without_script_the_words_to_pass_on_stand_there_and_no_button_promises_to_copy_them(story, today, open_page):
    sent = actions.submit(filled_draft(story), by=story.lan)
    page = open_page(story.lan, language="en", java_script_enabled=False)
    page.goto(reverse("exemplars:receipt", args=[sent.pk]))
    assert sent.title in page.locator("#pass-on").input_value()
    assert not page.get_by_role("button", name="Copy").is_visible()
