"""The design in a real browser: the gallery on a phone and on a PC, and the form that saves itself.

The pages of the chapters are looked at in their own tests; what holds for a component holds wherever it stands.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOO_SMALL = """
() => [...document.querySelectorAll(`.k-button, .k-tool, .k-side a, .k-bar a, .k-task, summary,
    .govuk-input, .govuk-select, .govuk-radios__item, .govuk-checkboxes__item`)]
  .filter((box) => box.offsetParent && box.getBoundingClientRect().height < 44)
  .map((box) => box.outerHTML.slice(0, 80))
"""
SAVED = '<div class="k-save" data-state="saved">Saved<input type="hidden" name="version" value="8"></div>'


@pytest.fixture
def gallery(open_page):
    def open_(*, phone=False, language="vi", path="/components/"):
        page = open_page(PersonFactory(language=language), phone=phone, language=language)
        page.goto(path, wait_until="networkidle")
        return page

    return open_


@pytest.mark.parametrize("language", ["vi", "en", "hi"])
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "pc"])
def test_nothing_stands_in_anybodys_way(gallery, phone, language):
    found = Axe().run(gallery(phone=phone, language=language), options={"runOnly": {"type": "tag", "values": RULES}})
    assert [(rule["id"], rule["nodes"][0]["target"]) for rule in found.response["violations"]] == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nobody_scrolls_sideways(gallery, width):
    page = gallery()
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_is_pressed_is_large_enough_for_a_thumb(gallery):
    assert gallery(phone=True).evaluate(TOO_SMALL) == []


def test_only_one_navigation_is_shown(gallery):
    assert gallery(phone=True).locator("nav.k-side").is_hidden()
    assert gallery().locator("nav.k-bar").is_hidden()


def test_the_tree_opens_in_place_and_by_the_keyboard(gallery):
    page = gallery()
    toggle = page.locator(".k-tree__toggle").first
    toggle.focus()
    page.keyboard.press("Enter")
    page.locator(".k-tree").get_by_text("Xã Tân Minh").wait_for()
    assert toggle.get_attribute("aria-expanded") == "true"
    toggle.click()
    assert toggle.get_attribute("aria-expanded") == "false"


def test_a_menu_closes_by_escape_and_gives_the_focus_back(gallery):
    page = gallery()
    page.locator(".k-top summary").click()
    assert page.locator(".k-top .k-menu__list").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".k-top .k-menu__list").is_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


# --- the form that saves itself ---


@pytest.fixture
def draft(gallery):
    """The gallery's first form as a draft that saves itself; `answer` is what the server says to a save."""
    answers = {"status": 200, "body": SAVED}
    sent = []

    def as_draft(route):
        body = (
            route.fetch()
            .text()
            .replace('<form method="post" action="#">', '<form method="post" action="#" data-autosave="/save/">', 1)
        )
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def save(route):
        sent.append(route.request)
        route.abort() if answers["status"] is None else route.fulfill(**answers, content_type="text/html")

    page = gallery()
    page.route("**/components/", as_draft)
    page.route("**/save/", save)
    page.goto("/components/", wait_until="networkidle")
    page.form, page.sent, page.answers = page.locator("form[data-autosave]"), sent, answers
    return page


def typed(page, text):
    page.form.locator("textarea").fill(text)


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kheo:'))")


def saved(page):
    """The server's answer has come, with the version it made."""
    page.form.locator(".k-save[data-state=saved] [name=version][value='8']").wait_for(state="attached")


def state(page, wanted):
    page.form.locator(f".k-save[data-state={wanted}]").wait_for()


def test_what_is_typed_is_saved_with_a_key_and_the_version(draft):
    typed(draft, "Mỗi hộ góp hai cây.")
    saved(draft)
    assert draft.sent[0].headers["idempotency-key"]
    assert 'name="version"\r\n\r\n7' in draft.sent[0].post_data
    assert kept(draft) == []


def test_without_a_connection_the_text_stays_on_the_device_and_goes_out_later(draft):
    draft.answers["status"] = None
    typed(draft, "Mạng yếu.")
    state(draft, "offline")
    assert len(kept(draft)) == 1
    draft.answers["status"] = 200
    saved(draft)
    assert len({request.headers["idempotency-key"] for request in draft.sent}) == 1  # the same text, the same act
    assert kept(draft) == []


def test_a_closed_browser_loses_nothing(draft):
    draft.answers["status"] = None
    typed(draft, "Điện thoại hết pin.")
    state(draft, "offline")
    draft.reload(wait_until="networkidle")
    draft.answers["status"] = 200
    draft.form.locator("[data-restore]").click()
    assert draft.form.locator("textarea").input_value() == "Điện thoại hết pin."
    saved(draft)


@pytest.mark.parametrize(("status", "said"), [(409, "newer"), (403, "refused")])
def test_what_cannot_be_saved_is_said_and_kept(draft, status, said):
    draft.answers.update(status=status, body="")
    typed(draft, "Hai người cùng sửa.")
    state(draft, said)
    assert len(kept(draft)) == 1
