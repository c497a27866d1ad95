"""What a request costs: CPU of our process and of the database's process that serves us, and how often it was asked."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

TIMES = 7  # how often an act is asked for its median
HERE = ("", "localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Page:
    """A page, who reads it, and how many times the floor it may cost (None: only shown)."""

    name: str
    address: str
    person: str
    budget: float | None


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU, the bytes of the page, and the number of queries."""

    ms: float
    size: int
    queries: int


class Meter:
    """Asks pages in turn and keeps what each cost."""

    def __init__(self, clients: dict[str, Client]):
        self.clients = clients
        self._spent: dict[Page, list[float]] = {}

    def queries(self, page: Page) -> int:
        """How many queries a page needs, warm."""
        self._ask(page)
        with CaptureQueriesContext(connection) as asked:
            self._ask(page)
        return len(asked)

    def measure(self, pages: list[Page], times: int) -> dict[Page, Cost]:
        """The median cost of each page. The pages take turns, so that a busy minute hits them all."""
        queries = {page: self.queries(page) for page in pages}
        sizes: dict[Page, int] = {}
        for _ in range(times):
            for page in pages:
                began = spent()
                sizes[page] = self._ask(page)
                self._spent.setdefault(page, []).append((spent() - began) * 1000)
        return {page: Cost(median(self._spent[page]), sizes[page], queries[page]) for page in pages}

    def _ask(self, page: Page) -> int:
        response = self.clients[page.person].get(page.address)
        if response.status_code != 200:
            raise SystemExit(f"{page.name} ({page.address}) answers {response.status_code} to {page.person}.")
        return len(response.content)


def spent() -> float:
    """Seconds of CPU spent so far by us and by our database process; of a database elsewhere, the time we waited."""
    return time.process_time() + _of_the_database()


def _of_the_database() -> float:
    info = connection.connection.info
    if not (info.host.startswith("/") or info.host in HERE):
        return time.perf_counter() - time.process_time()
    # Linux: the CPU clock of another process is numbered from its process number.
    return time.clock_gettime((~info.backend_pid << 3) | 2)


def cost[Found](act: Callable[[], Found]) -> tuple[float, Found]:
    """The median of what an act costs once it is warm, in milliseconds of CPU, and what it gives."""
    found, took = act(), []
    for _ in range(TIMES):
        began = spent()
        act()
        took.append((spent() - began) * 1000)
    return median(took), found
