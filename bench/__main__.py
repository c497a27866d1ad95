"""`python -m bench`: seed a nation in a database of its own, measure every page against the floor, print one table.

Ends with 1 when something is over its budget, or a page asks more often for fifty rows than for one.
"""

import argparse
import importlib.util
import os
import sys
import time
from dataclasses import dataclass

from bench import database

FLOOR = "minimal Django page"
OVER, MORE_QUERIES = "OVER", "N+1"


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
        choices=["pages", "judging", "imports", "papers", "search", "figures", "reorganisation"],
        help="only one part (default all)",
    )
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
    from django.test import override_settings

    if asked.part == "search":
        from bench import search

        _seed(asked.registrations or 1_000_000, title=search.title)
    elif asked.part == "reorganisation":
        from bench import reorganisation

        _seed(asked.registrations or reorganisation.REGISTRATIONS, units=reorganisation.UNITS)
    elif asked.part == "figures":
        _seed(asked.registrations or 1_000_000)
    elif asked.part != "papers":  # they come from values, not from rows
        _seed(asked.registrations or 100_000)
    lines: list[object] = []
    if asked.part in (None, "pages"):
        with override_settings(ROOT_URLCONF="bench.floor"):
            lines += of_the_pages(asked)
    if asked.part in (None, "judging"):
        lines += importlib.import_module("bench.judging").measured(asked.times)
    if asked.part == "search":  # on titles of its own
        lines += importlib.import_module("bench.search").measured()
    if asked.part == "reorganisation":  # of a province of its own
        lines += importlib.import_module("bench.reorganisation").measured()
    if asked.part in (None, "figures"):
        lines += importlib.import_module("bench.figures").measured()
    if asked.part in (None, "papers"):
        lines += importlib.import_module("bench.papers").measured()
    if asked.part in (None, "imports"):
        lines += of_the_importer()
    for line in lines:
        print(line)
    return 1 if any(str(line).endswith((OVER, MORE_QUERIES)) for line in lines) else 0


def _seed(registrations: int, **how: object) -> None:
    from django.core.management import call_command

    from bench import nation

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    seeded = nation.seed(registrations, **how)
    print(f"{seeded.count('kheo_registration'):,} registrations over {seeded.count('kheo_unit'):,} units,", end=" ")
    print(f"seeded in {time.monotonic() - began:.0f} s\n", flush=True)


def of_the_pages(asked: argparse.Namespace) -> list[Line]:
    """Every page as a reviewer of a province, of a district and of the nation, and as a clerk reads it."""
    from django.test import Client

    from bench.meter import Meter, Page
    from bench.pages import BUDGET, pages
    from kheo.people.models import Person

    clients = {}
    for person in Person.objects.all():
        clients[person.username] = Client(headers={"host": "localhost"})
        clients[person.username].force_login(person)
    meter, floor = Meter(clients), Page(FLOOR, "/floor/", "province", None)
    wanted: list[Page] = []
    for who in ("province", "district", "commune", "nation"):
        # A national figure counts all 100,000 rows while one waits: shown beside the others, promised nothing.
        found, missing = pages(who, None if who == "nation" else BUDGET)
        wanted += [page for page in found if asked.only in page.name]
    costs = meter.measure([floor, *wanted], asked.times)
    one, fifty = ({page.name: page for page in pages(who)[0]} for who in ("one", "fifty"))
    print(f"{'reader':<9} {'page':<24} {'queries':>9} {'CPU ms':>8} {'KiB':>6} {'× floor':>7} {'budget':>7}")
    lines = []
    for page in (floor, *wanted):
        cost = costs[page]
        few, many = (meter.queries(those[page.name]) for those in (one, fifty)) if page.name in one else (0, 0)
        queries = f"{cost.queries} {few}/{many}" if few else str(cost.queries)
        ratio = cost.ms / costs[floor].ms
        who = page.person if page is not floor else ""
        lines.append(Line(who, page.name, queries, cost.ms, cost.size / 1024, ratio, page.budget, few == many))
    if missing:
        print(f"Not there yet: {', '.join(missing)}.")
    return lines


def of_the_importer() -> list[object]:
    """The importer measures itself, in this database: `bench/imports.py` with `measured()`."""
    if importlib.util.find_spec("bench.imports") is None:
        print("Not measured: the import (there is no bench/imports.py).")
        return []
    return importlib.import_module("bench.imports").measured()


if __name__ == "__main__":
    sys.exit(main())
