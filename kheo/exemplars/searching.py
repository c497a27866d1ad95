"""The newest registrations that hold some words, among a million (speed.md §E).

PostgreSQL multiplies the frequencies of words as if they were independent; those of a phrase never are. For what is
common it therefore fetched all fifty thousand hits to find the newest fifty: 1.5 s. Here the plan follows from what is
found (`make bench ARGS="--part search"`): a short walk from the newest row backwards, and the index only for what is
rare.
"""

from typing import Any

from django.db import connection

from kheo.exemplars.models import Registration, RegistrationQuerySet
from kheo.kernel import wanted
from kheo.people.models import Person
from kheo.units.enums import Level
from kheo.units.models import offices

SPARE = 10  # hits looked at beyond those that are shown, for some of them the person may not see
# Rows from the newest backwards: a walk, how many hits let one hope for enough in the next, and so on.
WALKS = ((1_300, 2), (6_000, 16), (30_000, 64))
NARROW = {Level.GRASSROOTS, Level.COMMUNE}  # who reads for such units alone reads few rows: they are simply read

# Folded words hold letters and digits alone: a pattern has no other signs than ours. The limit inside fixes the plan.
_WALK = """
    SELECT id, unit_id FROM (
        SELECT id, unit_id, registered_on, search_text FROM kheo_registration
        ORDER BY registered_on DESC, id DESC LIMIT %s
    ) newest WHERE {each} ORDER BY registered_on DESC, id DESC LIMIT %s
"""
_INDEX = """
    SELECT id, unit_id FROM kheo_registration
    WHERE to_tsvector('simple'::regconfig, COALESCE(search_text, '')) @@ to_tsquery('simple'::regconfig, %s)
    ORDER BY registered_on DESC, id DESC LIMIT %s
"""


def newest(words: str, person: Person, most: int) -> list[dict[str, Any]]:
    """The newest `most` registrations that hold the words and that the person may see.

    Who reads widely finds them among the newest hits of the whole country, whose few units are quickly asked about. A
    rare phrase has no more hits than these. Who reads little of what is common is answered from his own units' rows.
    """
    terms = wanted.terms(words)
    theirs = Registration.objects.visible_to
    if all(office.unit.level in NARROW for office in offices(person)):
        return _facts(wanted.holding(theirs(person), terms), most)
    common, first = _newest_anywhere(terms, most + SPARE)
    among = theirs(person, among={unit_id for _pk, unit_id in first})
    rows = _facts(among.filter(pk__in=[pk for pk, _unit_id in first]), most)
    if len(rows) == most or len(first) < most + SPARE:
        return rows
    return _facts((wanted.holding if common else wanted.among)(theirs(person), terms), most)


def _facts(found: RegistrationQuerySet, most: int) -> list[dict[str, Any]]:
    told = found.with_unit_name().newest_first()
    return list(told.values("pk", "code", "title", "status", "registered_on", "round__name", "unit_name")[:most])


def _newest_anywhere(terms: list[wanted.Term], most: int) -> tuple[bool, list[tuple[int, int]]]:
    """The newest hits of all, whoever may see them: whether they are common, and each with its id and unit.

    Fewer than `most` are all there are.
    """
    for rows, hope in WALKS:
        found = _walk(terms, rows, most)
        if len(found) == most:
            return True, found
        if len(found) < hope:
            break
    return False, _read(_INDEX, [wanted.tsquery(terms), most])


def _walk(terms: list[wanted.Term], rows: int, most: int) -> list[tuple[int, int]]:
    each = " AND ".join(["' ' || search_text || ' ' LIKE ANY(%s)"] * len(terms))
    patterns = [[f"%{words}%" for words in term.padded] for term in terms]
    return _read(_WALK.format(each=each), [rows, *patterns, most])


def _read(sql: str, values: list[Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
