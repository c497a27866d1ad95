"""`python -m drills.uploads`: send files as badly as the world does, to a server of our own, and print what came of it.

The net is cut at every tenth of a file; the browser is killed while photographs wait; the disk is full; twenty phones
send at once, each thing twice; and files come that are not what they say. Promised is a clear answer each time, nothing
lost that was acknowledged, nothing kept twice, and nothing served that could run. Ends with 1 when that is broken.
"""

import argparse
import http.client
import logging
import os
import re
import resource
import signal
import socket
import sys
import tempfile
import threading
import time
import uuid
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BytesIO
from urllib.parse import urlencode

from drills import ground

PHONES = 20
PART = 256 * 1024
PAPER = b"%PDF-1.4\n" + bytes(range(256)) * 6_000 + b"\n%%EOF\n"


class Phone:
    """A phone that was let in: it speaks HTTP by hand, so that it can break off in the middle."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.door = port, f"/g/{token}/"
        answer = self.ask("GET", self.door)
        self.csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text).group(1)
        self.cookie = answer.cookie

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "application/octet-stream"):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        line.request(method, path, body or None, self._headers(kind))
        answer = line.getresponse()
        answer.text = answer.read().decode("utf-8", "replace")
        answer.cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        line.close()
        return answer

    def break_off(self, path: str, body: bytes, share: float, kind: str = "application/octet-stream") -> None:
        """Announce all of the body, send a part of it, and be gone."""
        head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in self._headers(kind).items()]
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall("\r\n".join([*head, "", ""]).encode() + body[: int(len(body) * share)])
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # as a net goes: without a word

    def hand_in(self, name: str, content: bytes, client_id: str = "", break_at: float | None = None):
        body, kind = form({"client_id": client_id or str(uuid.uuid4())}, name, content)
        if break_at is not None:
            return self.break_off(f"{self.door}hand-in/", body, break_at, kind)
        return self.ask("POST", f"{self.door}hand-in/", body, kind)

    def part(self, client_id: str, offset: int, content: bytes, break_at: float | None = None):
        query = urlencode({"offset": offset, "size": len(PAPER), "name": "bien-ban.pdf"})
        path = f"{self.door}parts/{client_id}/?{query}"
        if break_at is not None:
            return self.break_off(path, content, break_at)
        return self.ask("POST", path, content)

    def _headers(self, kind: str) -> dict[str, str]:
        known = {"Cookie": self.cookie, "X-CSRFToken": self.csrf} if hasattr(self, "csrf") else {}
        return {"X-Upload": "1", "Content-Type": kind} | known


def form(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """A multipart form, its file name as it is, however bad."""
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{said}\r\n' for key, said in fields.items()
    ]
    file = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = "".join([*parts, file]).encode() + content + f"\r\n--{edge}--\r\n".encode()
    return body, f"multipart/form-data; boundary={edge}"


# --- the drills: each yields what is broken ---


def cuts(registration, phone: Phone) -> Iterator[str]:
    """A photograph and a paper in parts, broken off at every tenth, and sent again as the page does."""
    from kheo.kernel import files
    from tests.kernel.photographs import photo

    picture = photo(901, (1600, 1200))
    for tenth in range(1, 10):
        number = str(uuid.uuid4())
        before = registration.files.count()
        phone.hand_in("IMG_0901.jpg", picture, number, break_at=tenth / 10)
        time.sleep(0.05)
        if registration.files.count() != before:
            yield f"a photo broken off at {tenth}/10 was kept"
        answers = [phone.hand_in("IMG_0901.jpg", picture, number).status for _ in range(2)]
        if answers != [200, 200] or registration.files.count() != before + 1:
            yield f"a photo broken off at {tenth}/10 came {registration.files.count() - before} times: {answers}"
        registration.files.all().delete()
    for tenth in range(1, 10):
        number, offset = str(uuid.uuid4()), 0
        cut = len(PAPER) * tenth // 10
        while offset < len(PAPER):
            part = PAPER[offset : offset + PART]
            if offset <= cut < offset + len(part):
                phone.part(number, offset, part, break_at=(cut - offset) / len(part))
                cut = -1
                time.sleep(0.05)
            else:
                phone.part(number, offset, part)
            offset = int(re.search(r"\d+", phone.ask("GET", f"{phone.door}parts/{number}/").text).group())
        body, kind = form({"client_id": number}, "", b"")
        answer = phone.ask("POST", f"{phone.door}hand-in/", body, kind)
        kept = registration.files.first()
        if answer.status != 200 or not kept or files.content(kept.file) != PAPER:
            yield f"a paper cut at {tenth}/10 did not come whole: {answer.status} {answer.text[:200]}"
        registration.files.all().delete()


def crowd(registration, phone: Phone) -> Iterator[str]:
    """Twenty phones at once, each sending its photograph twice at the same time, as an impatient thumb does."""
    from django.db import connection

    from tests.kernel.photographs import photo

    sent = [(str(uuid.uuid4()), photo(700 + n, (1600, 1200))) for n in range(PHONES)]
    began = time.monotonic()
    with ThreadPoolExecutor(2 * PHONES) as pool:
        answers = [
            answer.result().status
            for answer in [pool.submit(phone.hand_in, "anh.jpg", content, number) for number, content in sent * 2]
        ]
    print(f"  {PHONES} phones, {2 * PHONES} requests in {time.monotonic() - began:.0f} s: {sorted(set(answers))}")
    connection.close()
    if registration.files.count() != PHONES or set(answers) != {200}:
        yield f"of {PHONES} photos {registration.files.count()} were kept: {answers}"
    registration.files.all().delete()


def full(registration, phone: Phone) -> Iterator[str]:
    """The disk is full while a photograph is written, and again while a paper comes in parts."""
    from django.conf import settings

    from tests.kernel.photographs import photo

    def lying():
        return {each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()}

    before, number = lying(), str(uuid.uuid4())
    with no_file_larger_than(20_000):
        answer = phone.hand_in("anh.jpg", photo(1, (1600, 1200)), number)
        part = phone.part(str(uuid.uuid4()), 0, PAPER[:PART])
    for what, said in (("photo", answer), ("part", part)):
        if said.status != 503 or "sentence" not in said.text:
            yield f"a {what} on a full disk was answered {said.status}: {said.text[:200]}"
    if registration.files.exists() or {
        each for each in lying() - before if each.stat().st_size and "parts" not in str(each)
    }:
        yield "something of a file was kept on a full disk"
    if phone.hand_in("anh.jpg", photo(1, (1600, 1200)), number).status != 200:
        yield "with room again, the same photo is not taken"
    registration.files.all().delete()


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The system itself refuses to write more, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def hostile(registration, phone: Phone) -> Iterator[str]:
    """Files that are not what they say: taken harmless, or refused with a sentence; and nothing served can run."""
    for title, name, content, taken in hostile_files():
        began = time.monotonic()
        answer = phone.hand_in(name, content)
        took = time.monotonic() - began
        refused = answer.status == 422 and len(answer.text) > 20
        print(f"  {title}: {answer.status} in {took:.1f} s {'' if taken else answer.text[:110]}")
        if taken != (answer.status == 200) or not (taken or refused):
            yield f"{title} was answered {answer.status}: {answer.text[:200]}"
        if took > 20:
            yield f"{title} took {took:.0f} s"
    yield from served(registration)
    registration.files.all().delete()


def hostile_files() -> Iterator[tuple[str, str, bytes, bool]]:
    """Title, name, content, and whether it is taken (with the harm drawn out of it)."""
    from PIL import Image

    from tests.kernel.photographs import photo

    script = b"<html><script>alert(document.cookie)</script></html>"
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
    yield "a photo that is a page too", "anh.jpg", photo(5) + script, True
    yield "a photo whose comment is a page", "anh.jpg", photo(6, comment=script), True
    yield "a paper that is a page too", "bien-ban.pdf", b"%PDF-1.4\n" + script + b"\n%%EOF\n", True
    yield "an SVG with a script", "anh.svg", svg, False
    yield "an SVG under the name of a photo", "anh.jpg", svg, False
    yield "a page under the name of a photo", "anh.png", script, False
    yield "GIF89a with a script", "anh.jpg", b"GIF89a/*" + script + b"*/", False
    yield "a program", "anh.jpg", b"MZ\x90\0" * 100, False
    made = BytesIO()
    Image.new("L", (12_000, 12_000), 128).save(made, "JPEG", quality=30)
    yield "a JPEG of 12.000 × 12.000", "anh.jpg", made.getvalue(), False
    yield "a PNG that unpacks to 1,2 GB", "anh.png", bomb(20_000), False
    yield "a name that climbs", "../../../etc/passwd.jpg", photo(7), True
    yield "a name that is turned around", "anh\u202egpj.exe.jpg", photo(8), True
    yield "a name that ends in a program", "anh\u202egpj.exe", photo(9), False


def bomb(side: int) -> bytes:
    """A PNG of side × side dots in a few hundred kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = side.to_bytes(4) * 2 + bytes([8, 2, 0, 0, 0])
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + 3 * side)) for _ in range(2_000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def served(registration) -> Iterator[str]:
    """Everything that is kept, as its readers get it: downloads in a sandbox, and our own small pictures."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from kheo.kernel import pictures
    from tests.lying import place_of

    reader = Client()
    reader.force_login(registration.handoffs.first().opened_by)
    for attached in registration.files.select_related("file"):
        got = reader.get(reverse("exemplars:file", args=[attached.file_id]))
        content = b"".join(got.streaming_content)
        if not got["Content-Disposition"].startswith("attachment") or "sandbox" not in got["Content-Security-Policy"]:
            yield f"{attached.file.name} is not handed out as a download in a sandbox"
        if attached.file.content_type.startswith("image/") and b"<script" in content:
            yield f"{attached.file.name} still holds its script"
        if not place_of(attached.file).is_relative_to(settings.MEDIA_ROOT) or set("/\\\u202e") & set(
            attached.file.name
        ):
            yield f"{attached.file.name} lies or is called where it must not"
        for side in pictures.SIDES if hasattr(attached.file, "picture") else ():
            small = reader.get(reverse("evidence:picture", args=[attached.pk, side]))
            safe = small["X-Content-Type-Options"] == "nosniff" and "sandbox" in small["Content-Security-Policy"]
            if not safe or small.content[8:12] != b"WEBP" or b"script" in small.content:
                yield f"the small picture of {attached.file.name} is not only a picture of ours"


def killed(registration, phone: Phone) -> Iterator[str]:
    """Photographs wait in a real browser that is killed -9; opened again, it sends them."""
    import psutil
    from playwright.sync_api import sync_playwright

    from tests.browser_house import FLAGS, find_chromium
    from tests.kernel.photographs import photo

    if not find_chromium():
        print("  not run: no Chromium on this machine")
        return
    photos = [
        {"name": f"IMG_{n}.jpg", "mimeType": "image/jpeg", "buffer": photo(n, (1600, 1200))} for n in (11, 12, 13)
    ]
    address = f"http://127.0.0.1:{phone.port}{phone.door}"
    with tempfile.TemporaryDirectory(prefix="kheo-drill-") as profile, sync_playwright() as playwright:
        chromium = playwright.chromium

        def browser():
            return chromium.launch_persistent_context(
                profile, executable_path=find_chromium(), args=FLAGS, headless=True
            )

        context = browser()
        page = context.new_page()
        page.goto(address)
        page.route("**/hand-in/", lambda route: route.abort())
        page.set_input_files("#bring-kept", photos)
        page.locator(".k-sending [data-when=waiting]:visible").nth(2).wait_for()
        ours = [
            one
            for one in psutil.process_iter(["cmdline"])
            if any(profile in word for word in one.info["cmdline"] or [])
        ]
        for process in ours:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(ours, timeout=20)
        context = browser()
        page = context.new_page()
        page.goto(address)
        page.locator("#sent", has_text="3").wait_for(timeout=60_000)
        context.close()
    if registration.files.count() != 3:
        yield f"of 3 photos that waited in a killed browser {registration.files.count()} came"
    registration.files.all().delete()


DRILLS = {"cuts": cuts, "crowd": crowd, "full": full, "hostile": hostile, "killed": killed}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m drills.uploads", description=__doc__)
    logging.disable(logging.CRITICAL)  # what is refused is what is drilled
    parser.add_argument("--part", choices=DRILLS, nargs="+", default=list(DRILLS), help="only these (default all)")
    asked = parser.parse_args()
    with ground.of_our_own():
        return run(asked.part)


def run(parts: list[str]) -> int:
    """The drills on a server of their own; Django is set up and the database is empty."""
    from django.test import override_settings

    from tests.story import filled_draft, told

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    broken: list[str] = []
    with told() as story, override_settings(ALLOWED_HOSTS=["*"], STORAGES=_storages(plain), KHEO_TODAY=story.today):
        draft = filled_draft(story)
        with server() as port:
            for name in parts:
                print(f"{name}: {(DRILLS[name].__doc__ or '').splitlines()[0]}", flush=True)
                broken += DRILLS[name](draft, let_in(draft, story.lan, port))
    for what in broken:
        print(f"BROKEN: {what}")
    return 1 if broken else 0


def let_in(draft, by, port: int) -> Phone:
    """A phone with a door of its own."""
    from kheo.evidence import actions

    _handoff, token = actions.open_handoff(draft, by=by)
    return Phone(port, token)


def _storages(plain: dict) -> dict:
    from django.conf import settings

    return settings.STORAGES | {"staticfiles": plain}


@contextmanager
def server() -> Iterator[int]:
    """The product on a free port of this machine, its built files beside it."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    class Silent(WSGIRequestHandler):
        def log_message(self, *args):
            pass

        def handle(self):
            with suppress(OSError):  # the phone is gone
                super().handle()

    house = ThreadedWSGIServer(("127.0.0.1", 0), Silent, allow_reuse_address=False)
    house.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=house.serve_forever, daemon=True)
    thread.start()
    try:
        yield house.server_port
    finally:
        house.shutdown()
        house.server_close()
        thread.join()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
    sys.exit(main())
