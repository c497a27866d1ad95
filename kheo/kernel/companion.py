"""The worker beside the server: started with it, started again when it dies, ended with it, however the server ends."""

import os
import signal
import subprocess
import sys
import time
from threading import Event, Thread

COMMAND = [sys.executable, "-c", "import sys; from config.cli import main; sys.exit(main(['work', '--beside-server']))"]
GRACE = (
    10.0  # seconds in which a worker that is told to end finishes its job; then it is killed, and the job given back
)
PAUSE = 2.0  # seconds before a worker that died is started again


class Companion:
    """`with Companion(): …` keeps one `kheo work` running inside the block."""

    def __enter__(self) -> "Companion":
        self._over = Event()
        self._worker = _start()
        self._keeper = Thread(target=self._keep, daemon=True)
        self._keeper.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._over.set()
        self._worker.terminate()
        try:
            self._worker.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()

    def _keep(self) -> None:
        while not self._over.is_set():
            self._worker.wait()
            if self._over.wait(PAUSE):
                return
            self._worker = _start()


def end_with_the_server() -> None:
    """In the worker: stop when the server is gone, even one that was killed and could not say so."""
    Thread(target=_watch, daemon=True).start()


def _start() -> "subprocess.Popen[bytes]":
    # Its standard input is a pipe that only the server holds: it closes with the server, killed or not.
    return subprocess.Popen(COMMAND, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - our own command


def _watch() -> None:
    while os.read(sys.stdin.fileno(), 1):
        time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)  # as a daemon's: whoever ends in time does not wait for it
    os.kill(os.getpid(), signal.SIGKILL)
