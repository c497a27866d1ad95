"""The worker beside the server: it ends with the server even when it does not do as it is told."""

import signal
import subprocess
import sys

import pytest

DEAF = """
import signal, time
from kheo.kernel import companion
signal.signal(signal.SIGTERM, signal.SIG_IGN)
companion.GRACE = 0.5
companion.end_with_the_server()
time.sleep(60)
"""


@pytest.fixture
def deaf():
    """A worker that is not moved by SIGTERM: as one that stood still in the middle of its start."""
    worker = subprocess.Popen([sys.executable, "-c", DEAF], stdin=subprocess.PIPE)
    yield worker
    worker.kill()
    worker.wait()


def test_who_does_not_end_in_time_is_killed_when_the_server_is_gone(deaf):
    with pytest.raises(subprocess.TimeoutExpired):
        deaf.wait(2)  # the server still holds the pipe
    deaf.stdin.close()
    assert deaf.wait(30) == -signal.SIGKILL
