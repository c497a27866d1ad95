"""`python -m bench`: seed a nation in a database of its own, measure every page against the floor, print one table.

Ends with 1 when something is over its budget, or a page asks more often for fifty rows than for one.
"""

import argparse
import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench import database

FLOOR = "minimal Django page"
OVER, MORE_QUERIES = "OVER", "N+1"
BUDGET, OF_FIGURES = 3.0, 10.0  # times the floor: every page of a signed-in person; a funnel among a million


@dataclass(frozen=True)
class Line:
    """One page in the table: what it costs, how often it asks in all and for one and fifty rows."""

    who: str
    page: str
    queries: str
    ms: float
    kib: float
    ratio: float
    budget: float | None = None
    sound: bool = True

    @property
    def verdict(self) -> str:
        """Whether it keeps what was promised; nothing where nothing was."""
        if not self.sound:
            return MORE_QUERIES
        if self.budget is None:
            return ""
        return "ok" if self.ratio <= self.budget else OVER

    def __str__(self) -> str:
        budget = f"≤ {self.budget:.1f}" if self.budget else ""
        figures = f"{self.queries:>9} {self.ms:>8.1f} {self.kib:>6.1f} {self.ratio:>7.2f} {budget:>7}"
        return f"{self.who:<9} {self.page:<24} {figures}  {self.verdict}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--registrations", type=int, help="how many to seed (default 100000; for search and figures alone, a million)"
    )
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked (default 15)")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    parser.add_argument(
        "--part",
        choices=["pages", "judging", "imports", "papers", "search", "figures", "scale", "reorganisation"],
        help="only one part (default all)",
    )
    many = "with --part scale: measure a province once more among so many times the registrations (default 10)"
    parser.add_argument("--tenfold", type=int, default=10, metavar="TIMES", help=many)
    asked = parser.parse_args()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings", "KHEO_TODAY": "2024-11-20", "KHEO_STATEMENT_TIMEOUT": "0",
        "KHEO_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    with database.of_our_own():
        import django

        django.setup()
        from django.db import connections

        try:
            return run(asked)
        finally:
            connections.close_all()


def run(asked: argparse.Namespace) -> int:
    """Seed and measure; Django is set up and the database is empty."""
    if asked.part == "search":
        from bench import search

        _seed(asked.registrations or 1_000_000, title=search.title)
    elif asked.part == "reorganisation":
        from bench import reorganisation

        _seed(asked.registrations or reorganisation.REGISTRATIONS, units=reorganisation.UNITS)
    elif asked.part in ("figures", "scale"):
        _seed(asked.registrations or 1_000_000)
    elif asked.part != "papers":  # they come from values, not from rows
        _seed(asked.registrations or 100_000)
    wrong = False
    for line in _lines(asked):
        print(line, flush=True)
        wrong |= str(line).endswith((OVER, MORE_QUERIES))
    return 1 if wrong else 0


def _lines(asked: argparse.Namespace) -> Iterator[object]:
    """Everything that was asked for, line by line as it is known."""
    part = asked.part
    if part in (None, "pages"):
        # A national figure counts all 100,000 rows while one waits: shown beside the others, promised nothing.
        readers = dict.fromkeys(("province", "district", "commune"), BUDGET) | {"nation": None}
        yield from of_the_pages(readers, asked.times, asked.only)
    if part in (None, "judging"):
        yield from importlib.import_module("bench.judging").measured(asked.times)
    if part == "search":  # on titles of its own
        yield from importlib.import_module("bench.search").measured()
    if part == "reorganisation":  # of a province of its own
        yield from importlib.import_module("bench.reorganisation").measured()
    if part in (None, "figures"):
        yield from importlib.import_module("bench.figures").measured()
    if part == "figures":  # among a million
        yield from of_the_pages(dict.fromkeys(("province", "nation"), OF_FIGURES), asked.times, "funnel")
    if part == "scale":  # a million, then ten
        yield from importlib.import_module("bench.scale").measured(asked.tenfold)
    if part in (None, "papers"):
        yield from importlib.import_module("bench.papers").measured()
    if part in (None, "imports"):
        yield from of_the_importer()


def _seed(registrations: int, **how: object) -> None:
    from django.core.management import call_command

    from bench import nation
    from kheo.insights import subtotals

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    seeded = nation.seed(registrations, **how)
    subtotals.recount()
    print(f"{seeded.count('kheo_registration'):,} registrations over {seeded.count('kheo_unit'):,} units,", end=" ")
    print(f"seeded in {time.monotonic() - began:.0f} s\n", flush=True)


def of_the_pages(readers: dict[str, float | None], times: int, only: str) -> Iterator[object]:
    """Every page as each of the readers sees it, with what it may cost him, beside the floor."""
    from django.test import Client, override_settings

    from bench.meter import Meter, Page
    from bench.pages import pages
    from kheo.people.models import Person

    clients = {}
    for person in Person.objects.all():
        clients[person.username] = Client(headers={"host": "localhost"})
        clients[person.username].force_login(person)
    meter, floor = Meter(clients), Page(FLOOR, "/floor/", "province", None)
    wanted: list[Page] = []
    for who, budget in readers.items():
        found, missing = pages(who, budget)
        wanted += [page for page in found if only in page.name]
    with override_settings(ROOT_URLCONF="bench.floor"):
        costs = meter.measure([floor, *wanted], times)
        one, fifty = ({page.name: page for page in pages(who)[0]} for who in ("one", "fifty"))
        asked = {page: [meter.queries(those[page.name]) for those in (one, fifty)] for page in wanted}
    yield f"{'reader':<9} {'page':<24} {'queries':>9} {'CPU ms':>8} {'KiB':>6} {'× floor':>7} {'budget':>7}"
    for page in (floor, *wanted):
        cost = costs[page]
        few, many = asked.get(page, (0, 0))
        queries = f"{cost.queries} {few}/{many}" if few else str(cost.queries)
        ratio = cost.ms / costs[floor].ms
        who = page.person if page is not floor else ""
        yield Line(who, page.name, queries, cost.ms, cost.size / 1024, ratio, page.budget, few == many)
    if missing:
        yield f"Not there yet: {', '.join(missing)}."


def of_the_importer() -> list[object]:
    """The importer measures itself, in this database: `bench/imports.py` with `measured()`."""
    if importlib.util.find_spec("bench.imports") is None:
        print("Not measured: the import (there is no bench/imports.py).")
        return []
    return importlib.import_module("bench.imports").measured()


if __name__ == "__main__":
    sys.exit(main())
