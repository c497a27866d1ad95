"""Searching among 1,000,000 exemplars: what a person waits for, against the raw query of the index in the same run.

The titles are as people write them: a vocabulary in which few words are everywhere and most are rare (Zipf), one in
twenty with the name of the movement, and one phrase that a few dozen in the country bear.
"""

import random
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db import connection

from bench.meter import cost

MOVEMENT, RARE = "Dân vận khéo", "Mái ấm tình thương Trần Quốc Toản"
OPENINGS = ("", "b", "c", "ch", "d", "đ", "g", "gi", "h", "k", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "t")
RIMES = (
    "ạc ái am án ảnh ao áp át âm ân ấp ất ăn ắng ang anh ay ày âu ây ẻ em én eo ét ê ển ếp ết êu i ích ìm in inh ít iu",
    "iếng iệt iều oa oà oan oang oát oi om ong ọp ót ô ôi ốn ông ộp ốt ơ ơi ờm ơn ớp u ua úc ui ùm un ung úp út ư ưa",
    "ức ưng ước ươi ượm ươn ương ướp ượt ưu y uy uyên uyết uynh uê uân uất yên yết uôi uôn uông uốt oe oen oé oai oay",
)
VOCABULARY = [f"{opening}{rime}" for line in RIMES for rime in line.split() for opening in OPENINGS]
_WEIGHTS = list(accumulate(1 / (place + 3) for place in range(len(VOCABULARY))))


def title(chance: random.Random) -> str:
    """A title as people write them."""
    words = chance.choices(VOCABULARY, cum_weights=_WEIGHTS, k=chance.randint(6, 12))
    drawn = chance.random()
    if drawn < 0.05:
        words.insert(chance.randrange(len(words)), MOVEMENT)
    elif drawn > 0.9999:
        words.insert(chance.randrange(len(words)), RARE)
    return " ".join(words).capitalize()


COMMON_RARE = (MOVEMENT, RARE)
FIRST = 50  # hits
BUDGET = 5.0  # times the raw query, of the first fifty hits
SIMILAR_BUDGET = 10.0  # times the raw query, of names alike while one types
# What the index can do at best, as somebody would write it by hand: each plan is tried, the cheapest counts.
RAW = """
    SELECT id, code, title, unit_id, status, registered_on FROM kheo_registration
    WHERE to_tsvector('simple'::regconfig, COALESCE(search_text, '')) @@ phraseto_tsquery('simple'::regconfig, %s)
    {units} ORDER BY registered_on DESC, id DESC LIMIT %s
"""
# The names of an area by hand, in three questions, for all in one is planned badly: from the unit up to its commune,
# down to all below it, and what these have registered in two years.
AREA = (
    """
    WITH RECURSIVE above (unit_id) AS (
        SELECT %(unit)s::bigint
        UNION ALL
        SELECT p.parent_id FROM above JOIN kheo_placement p ON p.unit_id = above.unit_id AND upper(p.during) IS NULL
    )
    SELECT above.unit_id FROM above JOIN kheo_unit u ON u.id = above.unit_id WHERE u.level = 'commune'
    """,
    """
    WITH RECURSIVE below (unit_id) AS (
        SELECT %(found)s::bigint
        UNION
        SELECT p.unit_id FROM below JOIN kheo_placement p ON p.parent_id = below.unit_id AND upper(p.during) IS NULL
    )
    SELECT array_agg(unit_id) FROM below
    """,
    """
    SELECT r.id, r.title, r.status, r.registered_on, u.name
    FROM kheo_registration r JOIN kheo_unit u ON u.id = r.unit_id
    WHERE r.unit_id = ANY(%(found)s) AND r.registered_on >= %(since)s ORDER BY r.registered_on DESC, r.id DESC
    """,
)
PLANS = ("", "SET enable_bitmapscan = off; SET enable_seqscan = off", "SET enable_indexscan = off")


@dataclass(frozen=True)
class Line:
    """One search by one reader, in milliseconds of CPU, beside its raw query."""

    name: str
    hits: int
    ms: float
    raw: float
    budget: float | None

    def __str__(self) -> str:
        ratio = self.ms / self.raw
        budget = f"≤ {self.budget:.0f}" if self.budget else ""
        verdict = "" if self.budget is None else "ok" if ratio <= self.budget else "OVER"
        return f"{self.name:<44} {self.hits:>4} {self.ms:>8.1f} {self.raw:>8.1f} {ratio:>7.2f} {budget:>5}  {verdict}"


def measured() -> list[object]:
    """The searches of each reader; promised for the nation, whose hits are those of the raw query."""
    from kheo.exemplars.searching import newest
    from kheo.kernel import clock
    from kheo.kernel.text import fold
    from kheo.people.models import Person
    from kheo.units import tree
    from kheo.units.models import offices, reading_unit_ids

    lines: list[object] = [f"{'search':<44} {'hits':>4} {'CPU ms':>8} {'raw ms':>8} {'× raw':>7}"]
    for words in COMMON_RARE:
        for who in ("nation", "province", "district", "commune"):
            person = Person.objects.get(username=who)
            offices(person)  # known to every page before it searches
            units = None if who == "nation" else tree.reach(reading_unit_ids(person), on=clock.today())
            raw = min(_raw(fold(words), units, plan) for plan in PLANS)
            ms, found = cost(lambda words=words, person=person: newest(words, person, FIRST))
            lines.append(Line(f"{words}, {who}", len(found), ms, raw, BUDGET if who == "nation" else None))
    return [*lines, *_while_typing()]


def _while_typing() -> list[Line]:
    """A name typed by a commune's clerk, against reading the same two years of the area by hand-written SQL; comparing
    the names comes on top."""
    from kheo.duplicates import similar
    from kheo.kernel import clock
    from kheo.people.models import Person
    from kheo.units.models import offices

    person = Person.objects.get(username="commune")
    unit = offices(person)[0].unit
    values = {"unit": unit.pk, "on": clock.today(), "since": date(clock.today().year - 1, 1, 1)}

    def by_hand() -> list[object]:
        found = None
        for sql in AREA:
            cursor.execute(sql, values | {"found": found})
            rows = cursor.fetchall()
            found = rows[0][0]
        return rows

    with connection.cursor() as cursor:
        cursor.execute(PLANS[1])
        raw, _rows = cost(by_hand)
        cursor.execute("RESET ALL")
    ms, found = cost(lambda: similar.titles_like(f"{MOVEMENT} {RARE}", unit, person))
    return [Line("a name while typing, commune", len(found), ms, raw, SIMILAR_BUDGET)]


def _raw(words: str, units: list[int] | None, plan: str) -> float:
    sql = RAW.format(units="" if units is None else "AND unit_id = ANY(%s)")
    values = [words, FIRST] if units is None else [words, units, FIRST]

    def ask() -> list[object]:
        cursor.execute(sql, values)
        return cursor.fetchall()

    with connection.cursor() as cursor:
        if plan:
            cursor.execute(plan)
        ms, _found = cost(ask)
        cursor.execute("RESET ALL")
    return ms
