"""A reader that follows every link it is shown: what a role can learn by looking everywhere."""

import re
import zipfile
from collections import Counter
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from urllib.parse import urldefrag, urljoin

from django.contrib.messages.storage.session import SessionStorage
from django.db import connection
from django.test import Client

LINK = re.compile(r'(?:href|src|action|hx-get)="([^"]+)"')
# What differs between two looks at the same page: tokens, keys, fresh codes of forms, the minute, the minutes left.
FRESH = re.compile(
    r'(name="csrfmiddlewaretoken" value="|name="idempotency_key" value="|"X-CSRFToken": "|name="key-\d+" value=")[^"]+'
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,2} more minutes?\b"
)


TABLE = re.compile(r"\b(kheo_\w+)")  # in quotes by the ORM, without in statements written by hand
WRITTEN = re.compile(r'(?:UPDATE|INSERT INTO|DELETE FROM) "?(kheo_\w+)')
VIEWS_OF_A_PAGE = 2  # one page as it is and under one filter; more combinations of the same query tell nothing new


def crawl(person, *, start=("/",), within=("/",)):
    """`{address: text}` of every page, export and fragment that the person reaches by links, read with GET only.

    `within` are the beginnings of the addresses that are followed.
    """
    client = Client()
    client.force_login(person)
    waiting, seen, views = list(start), Pages(), Counter()
    while waiting:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if address in seen or views[path] == VIEWS_OF_A_PAGE:
            continue
        views[path] += 1
        response, text, seen.tables[address] = _read(client, address)
        seen[address] = text
        if response.status_code in (301, 302):
            waiting.append(_local(address, response["Location"]))
        elif "html" in response.get("Content-Type", ""):
            waiting += [link for found in LINK.findall(text) if (link := _local(address, unescape(found)))]
        waiting = [link for link in dict.fromkeys(waiting) if link.startswith(within) and link not in seen]
    return seen


class Pages(dict):
    """What was read, address by address; `tables`: out of which tables each page was made."""

    def __init__(self):
        super().__init__()
        self.tables = {}


def look_again(person, pages, written):
    """The pages once more after `written` tables have changed. What is made of other tables is the same as before: a
    page is made of nothing but rows, the clock, which stands, and the code. A new link would be a changed page."""
    client = Client()
    client.force_login(person)
    touched = [address for address in pages if pages.tables[address] & written]
    return {**pages, **{address: _read(client, address)[1] for address in touched}}


@contextmanager
def tables_in(pattern):
    """The names of the tables that the statements inside the block name in this way."""
    found = set()

    def note(execute, sql, params, many, context):
        found.update(pattern.findall(str(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def _read(client, address):
    with tables_in(TABLE) as tables:
        response = client.get(address)
        text = _text(response)
    told = _told(client, response)
    return response, f"{response.status_code} {response.get('Location', '')} {told}\n{text}", frozenset(tables)


def _told(client, response):
    """What a redirect says on the page that follows belongs to the redirect: which page comes next is our choice."""
    if response.status_code not in (301, 302):
        return []
    session = client.session
    told = session.pop(SessionStorage.session_key, "")
    session.save()
    return told


def same_look(pages):
    """The pages without what is fresh on every look, for byte-by-byte comparison."""
    return {address: FRESH.sub(r"\1", text) for address, text in pages.items()}


def _local(page, link):
    address = urldefrag(urljoin(page, link))[0]
    if not address.startswith("/") or address.startswith(("/static/", "/accounts/logout")):
        return ""
    return address


def _text(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as book:
            return "\n".join(
                book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.startswith("xl/")
            )
    return body.decode("utf-8", "replace")
