"""A command in a process of its own: how it ended, how long it took, how much memory it held at most.

Linux hands the peak of a process on to what it starts, so that a command started by a bench which has just seeded a
million rows seems to hold a gigabyte. A small process in between has no peak to hand on.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

BETWEEN = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
said = process.stdout.read().decode()
_pid, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss, said]))
"""


@dataclass(frozen=True)
class Run:
    """The exit code, seconds by the clock, the peak in megabytes, and everything it said."""

    code: int
    seconds: float
    megabytes: float
    said: str


def run(command: Sequence[str]) -> Run:
    """Run a command to its end."""
    began = time.monotonic()
    told = subprocess.run([sys.executable, "-c", BETWEEN, *command], stdout=subprocess.PIPE, check=True)
    code, kilobytes, said = json.loads(told.stdout)
    return Run(code, time.monotonic() - began, kilobytes / 1024, said)
