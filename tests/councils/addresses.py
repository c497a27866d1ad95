"""Every address of a session, made of the addresses that there are: a page added tomorrow is looked at tomorrow."""

import re

from django.urls import get_resolver, resolve, reverse

# What stands before `<int:pk>` tells whose number it is; the pages in the hand are all of a session.
_WHOSE = re.compile(r"(\w+)/<int:pk>")


def of(session):
    """The addresses of the chapters councils and documents, for a session and all that hangs on it."""
    numbers = {
        "": [session.council_id],
        "sessions": [session.pk],
        "units": [session.council.unit_id],
        "seats": [session.council.seats.first().pk],
        "items": list(session.items.values_list("pk", flat=True)),
        "elections": list(session.elections.values_list("pk", flat=True)),
        "quotas": list(session.quotas.values_list("pk", flat=True)),
        "recusals": [],
    }
    for pattern in _patterns("councils"):
        found = _WHOSE.search(pattern)
        for pk in numbers[found[1] if found else ""]:
            yield _filled(f"/councils/{pattern}", pk)
    for pattern in _patterns("phone"):
        yield _filled(f"{reverse('phone:ballot', args=[0]).removesuffix('0/')}{pattern}", session.pk)
    yield from (f"{reverse('councils:chair', args=[session.pk])}?item={pk}" for pk in numbers["items"])
    yield from ("/", reverse("documents:list"))


LIVE = "council session prepare chair chair_now projector projector_now sealed ceremony minutes election election_now"


def live(session):
    """Those that people look at while a vote runs."""
    names = {f"councils:{name}" for name in LIVE.split()} | {"phone:ballot", "phone:ballot_now", "phone:cast"}
    return [address for address in of(session) if resolve(address.partition("?")[0]).view_name in names]


def _patterns(space):
    (resolver,) = [one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == space]
    return [str(one.pattern) for one in resolver.url_patterns]


def _filled(pattern, pk):
    """The pattern with its number and words in it. A file is read as Word: the PDF prints the same value."""
    words = {"section": "ballots", "code": "khong-co-ma", "extension": "docx"}
    address = re.sub(r"<int:\w+>", str(pk), pattern)
    return re.sub(r"<slug:(\w+)>", lambda found: words[found[1]], address)
