"""`python -m bench`: seed a nation in a database of its own, measure every page against the floor, print one table.

Ends with 1 when a page is over its budget or asks more often for fifty rows than for one.
"""

import argparse
import importlib.util
import os
import sys
import time
from dataclasses import dataclass

from bench import database

FLOOR = "minimal Django page"


@dataclass(frozen=True)
class Line:
    """One line of the result."""

    who: str
    page: str
    queries: str
    ms: float
    ratio: float
    budget: float | None
    sound: bool

    def __str__(self) -> str:
        within = self.budget is None or self.ratio <= self.budget
        word = (
            ""
            if self.budget is None and self.sound
            else "ok"
            if within and self.sound
            else "OVER"
            if not within
            else "N+1"
        )
        budget = f"≤ {self.budget:.1f}" if self.budget else ""
        return f"{self.who:<9} {self.page:<24} {self.queries:>9} {self.ms:>8.1f} {self.ratio:>7.2f} {budget:>7}  {word}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--registrations", type=int, default=100_000, help="how many to seed (default 100000)")
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked (default 15)")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
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
    from django.core.management import call_command
    from django.test import override_settings

    from bench import nation

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    seeded = nation.seed(asked.registrations)
    print(f"{seeded.count('kheo_registration'):,} registrations over {seeded.count('kheo_unit'):,} units,", end=" ")
    print(f"seeded in {time.monotonic() - began:.0f} s\n")
    with override_settings(ROOT_URLCONF="bench.floor"):
        lines = measured(asked)
    lines += of_the_importer()
    for line in lines:
        print(line)
    return 1 if any(str(line).endswith(("OVER", "N+1")) for line in lines) else 0


def measured(asked: argparse.Namespace) -> list[Line]:
    """Every page as a reviewer of a province, of a district and of the nation, and as a clerk read it."""
    from django.test import Client

    from bench.meter import Meter, Page
    from bench.pages import BUDGET, pages
    from kheo.people.models import Person

    clients = {}
    for person in Person.objects.all():
        clients[person.username] = Client(headers={"host": "localhost"})
        clients[person.username].force_login(person)
    meter, floor = Meter(clients), Page(FLOOR, "/floor/", "province", None)
    wanted, missing = [], []
    for who in ("province", "district", "commune", "nation"):
        # A national page counts 100,000 rows: shown beside the floor, promised only to be within the half second.
        found, missing = pages(who, None if who == "nation" else BUDGET)
        wanted += [page for page in found if asked.only in page.name]
    costs = meter.measure([floor, *wanted], asked.times)
    print(f"{'reader':<9} {'page':<24} {'queries':>9} {'CPU ms':>8} {'× floor':>7} {'budget':>7}")
    lines = [Line("", FLOOR, str(costs[floor].queries), costs[floor].ms, 1.0, None, True)]
    few_and_many = {page.name: page for page in pages("one")[0]}, {page.name: page for page in pages("fifty")[0]}
    for page in wanted:
        few, many = (meter.queries(pages_of[page.name]) for pages_of in few_and_many)
        ratio = costs[page].ms / costs[floor].ms
        lines.append(
            Line(
                page.person,
                page.name,
                f"{costs[page].queries} {few}/{many}",
                costs[page].ms,
                ratio,
                page.budget,
                few == many,
            )
        )
    if missing:
        print(f"Not there yet: {', '.join(missing)}.")
    return lines


def of_the_importer() -> list[Line]:
    """The importer measures itself, in this database, when it has a `bench/imports.py` with `measured()`."""
    if importlib.util.find_spec("bench.imports") is None:
        print("Not measured: the import (there is no bench/imports.py).")
        return []
    return importlib.import_module("bench.imports").measured()


if __name__ == "__main__":
    sys.exit(main())
