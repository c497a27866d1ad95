"""Somebody at a browser who begins drafts: signs in, posts the form to either web process, asks again when in doubt."""

import http.client
import re
import threading
import time
import uuid
from http.cookies import SimpleCookie
from itertools import cycle
from urllib.parse import urlencode

from drills.cluster.ledger import Ledger, Write
from drills.cluster.nodes import HERE
from drills.cluster.people import PASSWORD

PATIENCE = 20.0  # seconds that a browser waits here for an answer
PAUSE = 0.05  # between two drafts
AGAIN = 0.5  # seconds after an unclear answer
ENOUGH = 120.0  # seconds after which a draft is given up as unknown


class Writer(threading.Thread):
    """One session; writes until it is told to stop, and brings the draft in hand to an answer."""

    def __init__(self, name: str, user: str, ports: list[int], ledger: Ledger, over: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.user, self.ledger, self.over = user, ledger, over
        self.ports = cycle(ports)
        self.cookies: dict[str, str] = {}
        self.failure = ""

    def sign_in(self) -> None:
        """Through the form, as everybody; then read from the form of a new draft what it hides."""
        page = self._ask("GET", "/accounts/login/")[2]
        status, place, _ = self._post(
            "/accounts/login/", {"login": self.user, "password": PASSWORD}, token=_token(page)
        )
        if status != 302:
            raise RuntimeError(f"{self.user} cannot sign in: {status} {place}")
        page = self._ask("GET", "/exemplars/start/?origin=new")[2]
        self.token = _token(page)
        self.form = {name: _value(page, name) for name in ("unit", "round")} | {
            "origin": "new", "kind": "model", "subject": "collective",
        }  # fmt: skip

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            self._write(self.ledger.open(f"Drill {self.name} {number:05}"))
            time.sleep(PAUSE)

    def _write(self, write: Write) -> None:
        key, until = str(uuid.uuid4()), time.time() + ENOUGH
        while time.time() < until:
            write.began.append(time.time())
            try:
                status, place, _ = self._post("/exemplars/begin/", self.form | {"title": write.title}, key=key)
            except (OSError, http.client.HTTPException):
                status, place = 0, ""
            if not write.hear(status, place, time.time()):
                self._look_for(write)
                return
            time.sleep(AGAIN)

    def _look_for(self, write: Write) -> None:
        """Search for what was just written: a page that may be read from a standby, and must know it all the same."""
        try:
            status, _, page = self._ask("GET", f"/search/?{urlencode({'q': write.title})}")
        except (OSError, http.client.HTTPException):
            return
        if status == 200:  # the title itself stands in the box of the search
            write.found = f'"{write.place.removesuffix("tasks/")}"' in page

    def _post(self, path: str, fields: dict[str, str], *, token: str = "", key: str = "") -> tuple[int, str, str]:
        body = urlencode(fields | {"csrfmiddlewaretoken": token or self.token})
        more = {"Content-Type": "application/x-www-form-urlencoded"} | ({"Idempotency-Key": key} if key else {})
        return self._ask("POST", path, body, more)

    def _ask(self, method: str, path: str, body: str = "", more: dict[str, str] = {}) -> tuple[int, str, str]:  # noqa: B006 - only read
        """Status, place and text of an answer from the web process whose turn it is."""
        line = http.client.HTTPConnection(HERE, next(self.ports), timeout=PATIENCE)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            line.request(method, path, body or None, {"Cookie": cookies} | more)
            answer = line.getresponse()
            for header in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
            return answer.status, answer.headers.get("Location", ""), answer.read().decode("utf-8", "replace")
        finally:
            line.close()


def _token(page: str) -> str:
    return _value(page, "csrfmiddlewaretoken")


def _value(page: str, name: str) -> str:
    """What a field hides; of radio buttons the first one."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', tag.group()) if tag else None
    if value is None:
        raise RuntimeError(f"the page has no field {name}: {page[:1000]}")
    return value.group(1)
