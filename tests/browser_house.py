"""A real browser on a real server: the system's Chromium, and our pages with their collected, compressed files."""

import fcntl
import os
import re
import subprocess
import threading
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client, override_settings

from tests import house

FIND = Path(__file__).parent.parent / "tools" / "find-chromium.sh"
NOT_RUN = "no Chromium on this machine"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
OFFICE_PC = {"viewport": {"width": 1366, "height": 768}}
STORAGES = {
    "default": {"BACKEND": "kheo.kernel.folder.Folder", "OPTIONS": {"base_url": None}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


def find_chromium():
    found = subprocess.run(["sh", str(FIND)], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None


def pytest_collection_modifyitems(items):
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    # Last, for the browser's driver keeps an event loop in its process, and a worker of jobs wants one of its own.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not find_chromium():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{NOT_RUN}, and CI must have one", pytrace=False)
        pytest.skip(NOT_RUN)


def pytest_terminal_summary(terminalreporter):
    not_run = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if "browser" in report.keywords and NOT_RUN in str(report.longrepr)
    ]
    if not_run:
        terminalreporter.section("browser tests not run")
        for name in sorted(not_run):
            terminalreporter.line(name)
        terminalreporter.line(f"{len(not_run)} browser tests were not run: {NOT_RUN}.", yellow=True)


class _Silent(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def collected_files():
    """The static files as a server has them: hashed and compressed, once for all workers."""
    folder = house.data() / "static"
    with (house.data() / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "staticfiles.json").exists():
            with override_settings(STATIC_ROOT=folder, STORAGES=STORAGES):
                call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(scope="session")
def _server(collected_files):
    with override_settings(STATIC_ROOT=collected_files, STORAGES=STORAGES):
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Silent, allow_reuse_address=False)
        server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, name="site", daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site(transactional_db, settings, collected_files, _server):
    """The address of the product, served as in production on the test's database."""
    settings.STATIC_ROOT, settings.STORAGES = collected_files, STORAGES
    return f"http://127.0.0.1:{_server.server_port}"


@pytest.fixture(scope="session")
def chromium():
    """One browser for the session; every test gets a profile of its own."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread; our code does not
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS, headless=True)
        yield browser
        browser.close()


@pytest.fixture
def open_page(site, chromium):
    """`open_page(person, phone=True)`: a page of a fresh profile, signed in as that person; without one, a stranger's.

    Relative addresses lead to the product. Nothing outside may be asked for, and at the end of the test no script may
    have failed and nothing may have been refused by the content security policy.
    """
    contexts, troubles = [], []

    def open_(person=None, *, phone=False, language="vi", **options):
        context = chromium.new_context(
            base_url=site, locale={"vi": "vi-VN", "en": "en-GB", "hi": "hi-IN"}[language],
            timezone_id="Asia/Ho_Chi_Minh", **(PHONE if phone else OFFICE_PC), **options,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.set_default_navigation_timeout(60_000)
        context.route(re.compile(rf"^(?!{re.escape(site)}|data:|blob:)"), lambda route: _refuse(route, troubles))
        if person is not None:
            context.add_cookies(cookies_of(person, site))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"a script failed: {error}"))
        page.on("console", lambda message: _listen(message, troubles))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


def _refuse(route, troubles):
    troubles.append(f"asked for an address outside: {route.request.url}")
    route.abort()


def _listen(message, troubles):
    """The browser reports every 4xx too; those are a test's own business, unless a file of ours is missing."""
    an_answer = message.text.startswith("Failed to load resource") and "/static/" not in message.location.get("url", "")
    if message.type == "error" and not an_answer:
        troubles.append(f"the console says: {message.text}")


def cookies_of(person, site):
    """What a browser carries after this person has signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return [{"name": name, "value": morsel.value, "url": site} for name, morsel in client.cookies.items()]
