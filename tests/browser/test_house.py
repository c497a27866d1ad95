"""The house that the browser tests stand on."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_is_shown_the_sign_in_page(open_page):
    page = open_page(phone=True)
    page.goto("/")
    assert "/accounts/login/" in page.url
    assert page.locator("input[type=password]").is_visible()


def test_pages_come_compressed_and_their_files_are_kept_by_the_browser(open_page):
    page = open_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/accounts/login/")
    document, files = answers[0], [answer for answer in answers if "/static/" in answer.url]
    assert document.headers["content-encoding"] == "gzip"
    assert [
        f.url + str(f.status) + f.headers.get("cache-control", "")
        for f in files
        if "immutable" not in f.headers.get("cache-control", "")
    ] == []
