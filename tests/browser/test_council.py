"""A session of seven: the chair at a PC, two members at their phones, the projector on the wall, all at once."""

import os
import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse

from kheo.councils import actions as councils
from kheo.councils.models import Ballot, Teller, Vote
from kheo.councils.sealed import keyfile, tallying
from tests.browser.looking import MANUAL, NARROW, PICTURES, RULES, TOO_WIDE, Scale, look
from tests.browser_house import cookies_of
from tests.councils.conftest import convened, council_of, led_to_the_vote
from tests.councils.sealing import PASSPHRASE, opened, with_keys

WALL = {"width": 1920, "height": 1080}
SMALLEST_LETTER = """
() => Math.min(...[...document.querySelectorAll("main *")]
  .filter((box) => [...box.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((box) => parseFloat(getComputedStyle(box).fontSize)))
"""
CHAIRS_BUTTON = '[data-when="now"] form button'


@pytest.fixture
def council(story, settings):
    """Seven members; the server lives on the day of their session."""
    settings.KHEO_TODAY = date(2024, 11, 20)
    cache.clear()
    return council_of(story, 7)


@pytest.fixture
def session(council):
    return councils.open_session(convened(council, "majority"), by=council.bình)


@pytest.fixture
def item(session):
    return session.items.first()


def at(name, thing):
    return reverse(f"councils:{name}", args=[thing.pk])


def in_hand(name, session):
    return reverse(f"phone:{name}", args=[session.pk])


def phone_of(open_page, person=None, **options):
    page = open_page(person, phone=True, language="en", **options)
    page.set_viewport_size(NARROW)
    return page


def wall_of(open_page, person, session):
    page = open_page(person, language="en")
    page.set_viewport_size(WALL)
    page.goto(at("projector", session))
    return page


def press(page):
    """Press the chair's one button, and be where it leads."""
    with page.expect_navigation():
        page.locator(CHAIRS_BUTTON).click()


def look_as_it_is(page, name):
    """Look without another size: a phone stays a phone, the wall a wall."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate(TOO_WIDE) == [], f"{name} is too wide"
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert [(rule["id"], rule["nodes"][0]["target"]) for rule in found.response["violations"]] == [], name
    width = page.viewport_size["width"]
    if os.environ.get("KHEO_SCREENSHOTS") == "1" and f"img/{name}-{width}" in MANUAL:
        page.screenshot(path=PICTURES / f"{name}-{width}.png")


def test_seven_members_vote_openly_in_one_room(council, session, item, open_page):
    cuc, anh = council.people[4], council.people[3]
    (slip,) = councils.hand_out_codes(session, [council.seats[3]], by=council.thu)
    chair = open_page(council.bình, language="en")
    chair.goto(at("chair", session))
    wall = wall_of(open_page, council.thu, session)
    signed_in, by_code = phone_of(open_page, cuc), phone_of(open_page)
    signed_in.goto(in_hand("ballot", session))
    by_code.goto(f"{in_hand('ballot', session)}{slip.code}/")
    look_as_it_is(by_code, "phone-code")
    with by_code.expect_navigation():
        by_code.locator("main form button").click()
    assert anh.full_name in by_code.inner_text("main")

    # The chair presses one button after the other; wall and phones follow by themselves.
    press(chair)
    wall.wait_for_selector("text=1/3 · Nhà văn hóa khu phố")
    press(chair)
    look(chair, "chair-before-the-vote")
    press(chair)
    wall.wait_for_selector("text=0/7 have voted")
    for phone, choice in ((signed_in, "for"), (by_code, "not")):
        phone.locator(f'button[value="{choice}"]').click()
        phone.wait_for_selector("text=Recorded")
    look_as_it_is(signed_in, "phone-recorded")
    wall.wait_for_selector("text=2/7 have voted")
    look_as_it_is(wall, "projector")
    assert wall.evaluate(SMALLEST_LETTER) >= 28
    assert not any(person.full_name in wall.inner_text("body") for person in council.people)

    # One changes the mind, the others vote, and the chair sees who is missing.
    signed_in.locator('button[value="abs"]').click()
    signed_in.wait_for_selector("text=Recorded: abstain")
    for person in [*council.people[:3], council.people[5]]:
        councils.vote(item, "for", by=person)
    chair.wait_for_selector("text=6 of 7 have voted")
    assert f"Not yet: {council.people[6].full_name}" in chair.inner_text("#now")
    look(chair, "chair-while-voting")
    councils.vote(item, "for", by=council.people[6])
    wall.wait_for_selector("text=7/7 have voted")

    # Closed, announced, seen everywhere.
    press(chair)
    signed_in.wait_for_selector("text=The vote is closed.")
    press(chair)
    wall.wait_for_selector("text=Adopted")
    look_as_it_is(wall, "projector-result")
    signed_in.wait_for_selector("text=5 agree, 1 do not, 1 abstain")
    assert sorted(Vote.objects.values_list("choice", flat=True)) == ["abs", *["for"] * 5, "not"]
    look(chair, "chair-announced")


def test_a_vote_waits_for_the_network_and_arrives(council, session, item, open_page):
    led_to_the_vote(council, item)
    councils.open_vote(item, means="phones", by=council.bình)
    phone = phone_of(open_page, council.people[4])
    phone.goto(in_hand("ballot", session))
    phone.route("**/vote/", lambda route: route.abort())
    phone.locator('button[value="for"]').click()
    phone.wait_for_selector("text=Not sent yet")
    assert not Vote.objects.exists()
    phone.unroute("**/vote/")
    phone.wait_for_selector("text=Recorded: agree")
    assert Vote.objects.get().choice == "for"


def test_a_member_votes_without_script(council, session, item, open_page):
    led_to_the_vote(council, item)
    councils.open_vote(item, means="phones", by=council.bình)
    phone = phone_of(open_page, council.people[4], java_script_enabled=False)
    phone.goto(in_hand("ballot", session))
    phone.locator('button[value="for"]').click()
    phone.wait_for_selector("text=Recorded: agree")
    phone.locator('button[value="not"]').click()
    phone.wait_for_selector("text=Recorded: do not agree")
    assert Vote.objects.get().choice == "not"


def test_the_chair_leads_by_the_keyboard_alone(council, session, item, open_page):
    page = open_page(council.bình, language="en")
    page.goto(at("chair", session))
    for verb in ("present", "discuss", "open_vote", "close_vote", "announce"):
        _tab_to(page, f"step-{verb}")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    item.refresh_from_db()
    assert item.state == "announced"


def test_the_focus_stays_when_the_figures_come_in(council, session, item, open_page):
    led_to_the_vote(council, item)
    councils.open_vote(item, means="phones", by=council.bình)
    page = open_page(council.bình, language="en")
    page.goto(at("chair", session))
    page.locator("#step-close_vote").focus()
    councils.vote(item, "for", by=council.people[4])
    page.wait_for_selector("text=1 of 7 have voted")
    assert page.evaluate("document.activeElement.id") == "step-close_vote"


@pytest.mark.parametrize("name", ["session", "prepare", "add_items", "record_attendance", "hand_out_codes", "ceremony"])
def test_pages_of_a_session_stand_in_nobodys_way(council, session, open_page, name):
    page = open_page(council.thu, language="en")
    page.goto(at(name, session))
    look(page, f"council-{name.replace('_', '-')}")


@pytest.mark.parametrize("name", ["council", "seat", "set_rule", "convene"])
def test_pages_of_a_council_stand_in_nobodys_way(council, session, open_page, name):
    page = open_page(council.thu, language="en")
    page.goto(at(name, council.it))
    look(page, f"council-{name.replace('_', '-')}")


@pytest.mark.usefixtures("belenios")
def test_a_sealed_ballot_from_the_key_to_the_result(council, open_page, tmp_path):
    sealed = with_keys(council)
    session, teller = sealed.session, sealed.tellers[0]
    _make_a_key_by_the_page(council, open_page, tmp_path)
    items = list(session.items.all())[:2]
    opened(sealed, items)

    # A member proves who they are, seals, and takes the tracker away; the wall counts along.
    phone = phone_of(open_page, council.people[3])
    phone.goto(in_hand("ballot", session))
    with phone.expect_navigation():
        phone.get_by_role("link", name="Cast my ballot").click()
    look_as_it_is(phone, "phone-prove")
    phone.fill("#password", "mat-khau-thu-9")
    with phone.expect_navigation():
        phone.locator("main form button").click()
    for question in range(2):
        phone.locator("fieldset").nth(question).locator('input[value="for"]').check()
    look_as_it_is(phone, "phone-sealed")
    phone.locator("main form button").click()
    phone.wait_for_url("**/receipt/")
    look_as_it_is(phone, "phone-tracker")
    assert Ballot.objects.get().tracker in phone.inner_text("main")
    for person in council.people[:3]:
        sealed.cast(person, "for")
    wall = wall_of(open_page, council.thu, session)
    wall.wait_for_selector("text=Secret ballot: 4/7 have voted")
    look_as_it_is(wall, "projector-sealed")

    # Closed, and counted with two shares; one of them brought by the page.
    chair = open_page(council.bình, language="en")
    chair.goto(at("sealed", session))
    look(chair, "sealed")
    with chair.expect_navigation():
        chair.locator('form[action$="/sealed/close/"] button').click()
    tallying.advance(sealed.election)
    page = open_page(teller.seat.person, language="en")
    page.goto(at("election", sealed.election))
    look(page, "sealed-counting")
    with page.expect_navigation():
        page.get_by_role("link", name="Give my share of the count").click()
    file = tmp_path / "khoa.json"
    file.write_bytes(sealed.files[1])
    page.set_input_files("input[type=file]", file)
    page.fill("input[name=passphrase]", PASSPHRASE)
    look(page, "sealed-share")
    with page.expect_navigation():
        page.locator("main form .k-actions button").click()
    sealed.give_share(sealed.election, 2)
    tallying.advance(sealed.election)
    page.wait_for_selector("text=Counted and verified")
    for item in items:
        councils.announce(item, by=council.bình)
    page.goto(at("election", sealed.election))
    look(page, "sealed-result")
    councils.set_aside(session.items.last(), reason="Để kỳ sau.", by=council.bình)
    councils.conclude_session(session, by=council.bình)
    chair.goto(at("minutes", session))
    look(chair, "council-minutes")


def test_the_vote_in_the_hand_is_light(council, session, item, site, chromium):
    """All that comes over the wire, headers too, in a profile of its own."""
    led_to_the_vote(council, item)
    councils.open_vote(item, means="phones", by=council.bình)
    context = chromium.new_context(base_url=site, locale="vi-VN")
    context.add_cookies(cookies_of(council.people[4], site))
    page = context.new_page()
    scale = Scale(page)
    first = scale.weigh(page, in_hand("ballot", session))
    again = scale.weigh(page, in_hand("ballot", session))
    context.close()
    assert first <= 6 * 1024, f"the first look weighs {first} bytes"
    assert again <= 3 * 1024, f"the next look weighs {again} bytes"


def _make_a_key_by_the_page(council, open_page, tmp_path):
    """A rehearsal in which a teller makes a key: the browser saves a file that only the passphrase opens."""
    session = convened(council, "award_80", rehearsal=True, title="Diễn tập")
    councils.name_tellers(session, council.seats[-3:], by=council.bình)
    page = open_page(council.people[-1], language="en")
    page.goto(at("make_key", session))
    page.fill("input[name=first]", PASSPHRASE)
    page.fill("input[name=again]", PASSPHRASE)
    look(page, "teller-key")
    with page.expect_download() as saved:
        page.locator("main form .k-actions button").click()
    assert re.fullmatch(r"khoa-\d+-[123]\.json", saved.value.suggested_filename)
    file = tmp_path / "saved.json"
    saved.value.save_as(file)
    teller = Teller.objects.get(ceremony__session=session, seat__person=council.people[-1])
    assert keyfile.unlock(file.read_bytes(), PASSPHRASE, session=session.pk, teller=teller.number).content


def _tab_to(page, id_):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == id_:
            return
    pytest.fail(f"The Tab key never reaches {id_}.")
