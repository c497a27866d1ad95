"""The ground the tests stand on, laid before Django reads its settings (loaded by `-p tests.house`).

Without DATABASE_URL a throw-away cluster of the embedded PostgreSQL is started once, with durability off, for all
workers together, and removed afterwards. Files and keys always go to a folder of their own.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
from pathlib import Path

from kheo.kernel import embedded

OWNER = "KHEO_TESTS_OWNER"
_server = None

if OWNER not in os.environ:  # the process that collects and reports; xdist's workers inherit all this
    os.environ[OWNER] = str(os.getpid())
    os.environ["KHEO_DATA"] = tempfile.mkdtemp(prefix="kheo-tests-")
    _lock = (Path(os.environ["KHEO_DATA"]) / "owner.lock").open("w")
    fcntl.flock(_lock, fcntl.LOCK_EX)
    ours = {OWNER, "KHEO_DATA", "KHEO_SCREENSHOTS"}
    for name in [name for name in os.environ if name.startswith("KHEO_") and name not in ours]:
        del os.environ[name]  # a demonstration's settings are not the tests' settings


def is_owner() -> bool:
    return os.environ[OWNER] == str(os.getpid())


def data() -> Path:
    return Path(os.environ["KHEO_DATA"])


def clear_away():
    """Stop and remove what test runs left that were killed; a living run holds the lock of its folder."""
    for lock in Path(tempfile.gettempdir()).glob("kheo-tests-*/owner.lock"):
        with contextlib.suppress(OSError), lock.open() as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left = embedded.Server(lock.parent, durable=False)
            if left.postmaster():
                with left:
                    pass
            shutil.rmtree(lock.parent, ignore_errors=True)


def pytest_configure(config):
    global _server
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who is told to end still puts the ground in order
    if is_owner():
        clear_away()
    if is_owner() and not os.environ.get("DATABASE_URL") and not config.option.collectonly:
        _server = embedded.Server(data(), durable=False)
        _server.start()


def pytest_unconfigure(config):
    if not is_owner():
        return
    if _server:
        _server.stop()
    shutil.rmtree(data(), ignore_errors=True)
    _lock.close()
