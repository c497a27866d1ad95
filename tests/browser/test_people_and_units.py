"""In a real browser: signing in, the first sign-in from a slip, and the tree of units, with script and without."""

import re

from django.core.cache import cache

from kheo.people import actions as people
from kheo.people.models import Person


def test_a_password_can_be_shown_while_it_is_typed(story, open_page):
    cache.clear()
    page = open_page(phone=True, language="en")
    page.goto("/accounts/login/")
    page.fill("#id_login", "lan")
    page.fill("#id_password", "mat-khau-thu-9")
    page.get_by_role("button", name="Show the password").click()
    assert page.get_attribute("#id_password", "type") == "text"
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")
    assert page.get_attribute("html", "lang") == "vi"


def test_the_first_sign_in_from_a_slip(story, open_page):
    new = people.add_person(full_name="Bùi Thị Hạnh", by=story.nga)
    _invitation, token = people.invite(new, form="slip", by=story.nga)
    page = open_page(phone=True, language="en")
    page.goto(f"/welcome/{token.upper()}/")
    page.fill("#id_password1", "ba-tu-de-nho-9")
    page.fill("#id_password2", "ba-tu-de-nho-9")
    page.locator("main form .k-actions button").click()
    page.wait_for_url("/")
    assert Person.objects.get(pk=new.pk).check_password("ba-tu-de-nho-9")


def test_the_slip_offers_to_print_itself(story, open_page):
    page = open_page(story.nga)
    page.goto(f"/units/{story.ward.pk}/people/{story.lan.pk}/slip/")
    page.locator("main form .k-actions button").click()
    page.wait_for_selector("button[data-print]:not([hidden])")
    assert page.locator("main svg.segno").count() == 1
    assert re.search(r"/welcome/[a-z2-9]{5}(-[a-z2-9]{5}){3}/", page.inner_text("main"))


def test_the_tree_opens_in_place(story, open_page):
    page = open_page(story.lan)
    page.goto("/units/")
    for name in ("Tỉnh Quảng Ninh", "Thị xã Quảng Yên"):
        page.locator(".k-tree__row", has_text=name).locator(".k-tree__toggle").click()
    page.wait_for_selector("text=Phường Yên Giang >> visible=true")
    assert page.url.endswith("/units/")


def test_the_tree_opens_without_script(story, open_page):
    page = open_page(story.lan, java_script_enabled=False)
    page.goto("/units/")
    page.locator(".k-tree__row", has_text="Tỉnh Quảng Ninh").locator(".k-tree__toggle").click()
    page.locator(".k-tree__row", has_text="Thị xã Quảng Yên").locator(".k-tree__toggle").click()
    page.locator(".k-tree__name", has_text="Phường Yên Giang").wait_for()


def test_a_superior_is_offered_while_one_types(story, open_page):
    page = open_page(story.nga)
    page.goto(f"/units/{story.ward.pk}/move/")
    page.locator("#id_parent").press_sequentially("quang n", delay=40)
    page.wait_for_selector('#units-that-fit option[value="Tỉnh Quảng Ninh (QN)"]', state="attached")
