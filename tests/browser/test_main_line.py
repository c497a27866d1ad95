"""The main line with a mouse and a keyboard: a newcomer takes a model from a draft to the province's recognition."""

import re

import pytest

from kheo.exemplars.models import Registration
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import actions as recognitions
from kheo.recognitions.docket import waiting
from kheo.story import company, quang_yen, stages
from kheo.units.models import Unit
from tests.browser.looking import FIRST_VISIT, NEXT_VISIT, Scale, look
from tests.browser_house import cookies_of

TITLE = "Khéo vận động người dân dùng chữ ký số cá nhân"
RECOGNISE = 'form[action*="/recognise/"]:not([action*="/not-recognise/"]) button'


@pytest.fixture
def demo(transactional_db, played, settings):
    """The played demonstration on its business day, with the passwords that the command gave, told in English."""
    settings.KHEO_TODAY = stages.BUSINESS_DAY
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    Person.objects.update(language="en")


@pytest.fixture
def sign_in(demo, open_page):
    """`sign_in("lan")`: a browser in which somebody has signed in as people do, standing on the first screen."""

    def sign_in_(username, **options):
        page = open_page(language="en", **options)
        page.goto("/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", company.PASSWORD)
        page.locator("form[action*='/accounts/login/'] .k-actions button").click()
        page.wait_for_url(re.compile(r"/$"))
        return page

    return sign_in_


@pytest.fixture
def page_of(demo, open_page):
    """`page_of("lan")`: the same without the form."""
    return lambda username, **options: open_page(Person.objects.get(username=username), language="en", **options)


def follow(page, what):
    """Click on what leads to another page, and be there."""
    with page.expect_navigation():
        what.click()


def press(page, verb):
    """Press the one button of a verb's form."""
    follow(page, page.locator(f'form[action$="/{verb}/"] button').first)


def recognise_all(page):
    """Give every registration that waits on the docket a yes."""
    while (yes := page.locator(RECOGNISE)).count():
        left = yes.count()
        yes.first.click()
        page.wait_for_function("([s, n]) => document.querySelectorAll(s).length < n", arg=[RECOGNISE, left])


def conclude(page, number):
    follow(page, page.locator('a[href$="/conclude/"]'))
    page.fill("input[name=number]", number)
    page.fill("input[name=on]", "20/11/2024")
    look(page, "conclude")
    follow(page, page.locator("main form .k-actions button").first)


def test_a_newcomer_takes_a_model_from_a_draft_to_the_recognition_of_the_province(sign_in):
    # The clerk of the ward finishes what is begun and sends it.
    clerk = sign_in("lan")
    look(clerk, "desk-of-the-clerk")
    follow(clerk, clerk.get_by_role("link", name=re.compile(TITLE)).first)
    look(clerk, "tasks")
    follow(clerk, clerk.locator('a[href$="/sections/outputs/"]'))
    clerk.fill("textarea[name=outputs]", "300 người dân có chữ ký số cá nhân.")
    clerk.fill("textarea[name=sustainability]", "Tổ công nghệ số cộng đồng hướng dẫn hằng tháng.")
    look(clerk, "section")
    follow(clerk, clerk.locator("form[data-autosave] > .k-actions button"))
    clerk.wait_for_url(re.compile(r"/sections/contact/$"))
    follow(clerk, clerk.locator('a[href$="/tasks/"]').first)
    follow(clerk, clerk.locator('a[href$="/check/"]'))
    look(clerk, "check-and-send")
    press(clerk, "submit")
    clerk.wait_for_url(re.compile(r"/receipt/$"))
    look(clerk, "receipt")
    draft = Registration.objects.get(title=TITLE)

    # The reviewer of the town accepts, considers, recognises and proposes.
    reviewer = sign_in("minh")
    look(reviewer, "desk-of-the-reviewer")
    reviewer.goto(f"/exemplars/{draft.pk}/")
    look(reviewer, "registration")
    press(reviewer, "accept")
    reviewer.goto("/")
    follow(reviewer, reviewer.locator(f'main a[href^="/recognitions/{draft.round_id}/"]').first)
    docket = reviewer.url
    press(reviewer, "consider")
    look(reviewer, "docket")
    recognise_all(reviewer)
    conclude(reviewer, "15-QĐ/BDVTU")
    reviewer.goto(docket)
    follow(reviewer, reviewer.locator('a[href$="/propose-upward/"]'))
    reviewer.locator("tr", has_text=TITLE).locator("input").fill("1")
    look(reviewer, "propose-upward")
    follow(reviewer, reviewer.locator("main form .k-actions button").first)

    # The reviewer of the province recognises.
    province = sign_in("hoa")
    follow(province, province.locator(f'main a[href^="/recognitions/{draft.round_id}/"]').first)
    press(province, "consider")
    recognise_all(province)
    conclude(province, "208-QĐ/BDVTU")

    # Everybody sees it: in the figures, which open to their rows, and in the registration itself.
    province.goto(f"/figures/?round={draft.round_id}")
    look(province, "figures")
    follow(province, province.locator('main a[href*="measure=recognised_above"]').last)
    assert province.get_by_text(TITLE).count()
    look(province, "rows-behind-a-figure")
    clerk.goto(f"/exemplars/{draft.pk}/")
    assert clerk.get_by_text("208-QĐ/BDVTU").count()
    draft.refresh_from_db()
    assert sorted(draft.recognitions.values_list("level", flat=True)) == ["district", "province"]


def test_a_district_that_recognised_says_that_it_proposes_nothing(page_of):
    khoa = Person.objects.get(username="khoa")
    district, year = Unit.objects.get(name="Huyện Đức Linh"), Round.objects.get(code="BT-2023")
    consideration = recognitions.consider(district, year, by=khoa)
    best, *others = waiting(district, year)
    recognitions.recognise(consideration, best, by=khoa)
    for other in others:
        recognitions.not_recognise(consideration, other, reason="Kết quả chưa rõ.", by=khoa)
    recognitions.conclude(consideration, number="15-QĐ/HU", on=stages.BUSINESS_DAY, by=khoa)

    # Its one task leads to the ranks, and from there to the statement.
    page = page_of("khoa")
    page.goto("/")
    follow(page, page.locator('main a[href$="/propose-upward/"]'))
    follow(page, page.locator('main a[href$="/forgo-proposal/"]'))
    look(page, "propose-nothing")
    page.fill("textarea[name=reason]", "Cần thêm một năm thử thách.")
    follow(page, page.locator("main form .k-actions button").first)
    assert "Cần thêm một năm thử thách." in page.locator("#forgoing").inner_text()
    look(page, "proposes-nothing")
    docket = page.url
    page.goto("/")
    assert not page.locator('main a[href$="/propose-upward/"]').count()

    # The figures say so, until the district thinks again.
    leader = page_of("binh")
    leader.goto(f"/figures/funnel/?round={year.pk}")
    assert "proposes nothing" in leader.locator("tr", has_text="Huyện Đức Linh").inner_text()
    page.goto(docket)
    follow(page, page.locator('form[action*="/forgoings/"] button'))
    page.goto("/")
    assert page.locator('main a[href$="/propose-upward/"]').count()


def test_a_leader_reads_the_year_of_binh_thuan(page_of):
    page = page_of("binh")
    page.goto("/figures/")
    words = page.locator("main").inner_text()
    for figure in ("746", "155", "39", "22", "20,8 %", "25,2 %", "56,4 %", "13 of 14", "Huyện Đức Linh"):
        assert figure in words
    # The cards follow the page: what is missing, the fields, the units, the rounds, the money, what lives on.
    page.locator(".k-grid > .k-card > h2").nth(5).wait_for()
    assert "Defence and security" in page.locator(".k-card", has_text="Fields and their balance").inner_text()
    look(page, "figures-of-a-province")


def test_the_same_year_stands_under_lâm_đồng_when_it_is_restated(page_of):
    """movement.md §9.1: Bình Thuận went into Lâm Đồng on 1 July 2025; its figures stay what they were."""
    page = page_of("binh")
    page.goto("/figures/?units=01/07/2025")
    assert page.inner_text("h1") == "Figures of Tỉnh Lâm Đồng"
    words = page.locator("main").inner_text()
    for figure in ("746", "155", "39", "22", "20,8 %", "25,2 %", "56,4 %", "not separable"):
        assert figure in words
    look(page, "figures-restated")


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("lan", "/exemplars/"),
        ("lan", "/exemplars/start/"),
        ("minh", "/recognitions/"),
        ("minh", "/movements/"),
        ("nga", "/units/"),
        ("binh", "/figures/breakdown/"),
        ("binh", "/figures/pivot/"),
        ("hanh", "/figures/milestones/"),
        ("nga", "/imports/"),
        ("lan", "/account/"),
    ],
    ids=lambda part: part.strip("/").replace("/", "-"),
)
def test_every_other_first_page_stands_in_nobodys_way(page_of, username, address):
    page = page_of(username)
    page.goto(address)
    look(page, address.strip("/").replace("/", "-"))


def test_a_section_is_written_and_saved_by_the_keyboard_alone(page_of):
    page = page_of("lan")
    draft = Registration.objects.get(title=TITLE)
    page.goto(f"/exemplars/{draft.pk}/sections/{quang_yen.Section.OUTPUTS}/")
    _tab_to(page, "outputs")
    page.keyboard.type("Biết dùng chữ ký số.")
    _tab_to(page, "sustainability")
    page.keyboard.type("Hướng dẫn hằng tháng.")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('form[data-autosave] > .k-actions button')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"^(?!.*/{quang_yen.Section.OUTPUTS}/)"))
    draft.dossier.refresh_from_db()
    assert draft.dossier.outputs == "Biết dùng chữ ký số."
    assert draft.dossier.sustainability == "Hướng dẫn hằng tháng."


def _tab_to(page, name):
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"The Tab key never reaches {name}.")


@pytest.mark.parametrize("username", ["lan", "minh", "binh"])
def test_pages_are_light(demo, site, chromium, username):
    """In a profile of its own, for listening to every request would switch the browser's cache off."""
    context = chromium.new_context(base_url=site, locale="vi-VN")
    context.add_cookies(cookies_of(Person.objects.get(username=username), site))
    page = context.new_page()
    scale = Scale(page)
    first = scale.weigh(page, "/")
    rest = {address: scale.weigh(page, address) for address in ("/exemplars/", "/figures/", "/recognitions/")}
    context.close()
    assert first <= FIRST_VISIT, f"the first page weighs {first} bytes"
    assert {address: weight for address, weight in rest.items() if weight > NEXT_VISIT} == {}
