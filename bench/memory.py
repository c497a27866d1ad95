"""What one web process holds after ten thousand mixed requests of people who are signed in."""

import http.client
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

REQUESTS, MEGABYTES = 10_000, 250
PORT = 18_746
READERS = ("commune", "district", "province")


@dataclass(frozen=True)
class Line:
    """Megabytes of the fullest web process (private and its share of what is shared), before and after."""

    first: float
    last: float
    seconds: float
    refused: int

    def __str__(self) -> str:
        kept = self.last <= MEGABYTES and not self.refused
        said = f"({self.first:.0f} MB after the first hundred; {REQUESTS:,} requests in {self.seconds:.0f} s"
        said += f", {self.refused} refused)" if self.refused else ")"
        what = "memory of a web process"
        return f"scale     {what:<34} {self.last:>8.2f} MB     ≤ {MEGABYTES}  {said}  {'ok' if kept else 'OVER'}"


def measured() -> Line:
    """Serve the database that is open with one process, and ask."""
    chance, cookies = random.Random(746), {reader: _signed_in(reader) for reader in READERS}
    pages = _pages()
    with _served() as server:
        first, refused, began = 0.0, 0, time.monotonic()
        for number in range(REQUESTS):
            reader = chance.choice(READERS)
            refused += _ask(chance.choice(pages[reader]), cookies[reader]) != 200
            if number == 100:
                first = _megabytes(server)
        return Line(first, _megabytes(server), time.monotonic() - began, refused)


def _signed_in(name: str) -> str:
    from django.conf import settings
    from django.test import Client

    from kheo.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(username=name))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _pages() -> dict[str, list[str]]:
    """What each reader asks for: the common pages by their weight, and many different registrations."""
    from django.urls import reverse

    from kheo.exemplars.models import Registration
    from kheo.people.models import Person

    common = [
        (reverse("desk:home"), 5), (reverse("exemplars:list"), 3), (f"{reverse('exemplars:list')}?q=hoa+giai", 2),
        (reverse("insights:funnel"), 2), (reverse("insights:breakdown"), 1), (reverse("units:tree"), 1),
    ]  # fmt: skip
    found = {}
    for reader in READERS:
        seen = Registration.objects.visible_to(Person.objects.get(username=reader)).newest_first()[:2000]
        records = [reverse("exemplars:detail", args=[pk]) for pk in seen.values_list("pk", flat=True)]
        weighed = [page for page, weight in common for _ in range(weight)]
        found[reader] = [*weighed * max(1, len(records) // 10), *records]
    return found


@contextmanager
def _served() -> Iterator[psutil.Process]:
    """`kheo serve` with one web process and no worker beside it."""
    environment = os.environ | {"KHEO_WORKERS": "1", "KHEO_WORK": "0"}
    command = [sys.executable, "-m", "config.cli", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                http.client.HTTPConnection("127.0.0.1", PORT, timeout=5).request("GET", "/")
                break
            except OSError:
                time.sleep(0.1)
        yield psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(30)


def _ask(page: str, cookie: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", page, headers={"Cookie": cookie, "Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _megabytes(server: psutil.Process) -> float:
    """Of the fullest process under the server: its own pages and its share of those that it shares."""
    return max(_share(child.pid) for child in server.children(recursive=True)) / 1024


def _share(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    return 0.0
