"""`belenios-tool` as a separate program: what goes in, what comes out, and nothing said about either.

A secret travels in a file that exists only in memory (memfd), never as an argument, which every user of the machine
can read, and never on a disk. What fails says which step failed, and not a word of what it was given.
"""

import contextlib
import logging
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TOOL = "belenios-tool"
GROUP = "BELENIOS-2048"  # the tool also takes RFC-3526-2048, three to four times slower
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, for folders of our own with mode 0700
PREFIX = "kheo-sealed-"
BRIEFLY, PATIENTLY = 60, 3600  # seconds
_ENVIRONMENT = {"PATH": os.defpath, "BELENIOS_USE_URANDOM": "1", "LC_ALL": "C.UTF-8"}
logger = logging.getLogger(__name__)


class ToolFailed(Exception):
    """The tool refused, or took too long. The text names the step only."""


class Hidden:
    """Bytes that must not be shown: a key, a credential, a choice. They reach the tool through memory."""

    __slots__ = ("content",)

    def __init__(self, content: bytes | str) -> None:
        self.content = content.encode() if isinstance(content, str) else content

    def __repr__(self) -> str:
        return "Hidden(…)"


def is_available() -> bool:
    """Whether sealed ballots can be offered on this machine. Without the tool there are none: paper instead."""
    path = shutil.which(TOOL)
    return path is not None and _version(path) == 2 and hasattr(os, "memfd_create")


@cache
def _version(path: str) -> int:
    """The main version of the program at a path; 0 when it does not answer like the tool."""
    try:
        said = subprocess.run(  # noqa: S603 - a fixed program, a fixed word
            [path, "--version"], capture_output=True, text=True, timeout=10, check=True, env=_ENVIRONMENT
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.match(r"(\d+)\.", said)
    return int(found[1]) if found else 0


@contextlib.contextmanager
def workbench() -> Iterator[Path]:
    """A folder of our own, in memory where the machine has such a place, gone afterwards.

    What a killed process left behind is cleared away by the next one.
    """
    root = MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    _clear_away(root)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(*words: str | Hidden, at: Path, feed: bytes = b"", limit: float = BRIEFLY) -> bytes:
    """Run one command of the tool in a folder; answers its standard output.

    A `Hidden` word is given as the path of a file in memory. `limit` is in seconds. Raises `ToolFailed`.
    """
    step = " ".join(word for word in words[:2] if isinstance(word, str))
    failure = ""
    with contextlib.ExitStack() as stack:
        files = {word: stack.enter_context(_in_memory(word)) for word in words if isinstance(word, Hidden)}
        line = [shutil.which(TOOL) or TOOL]
        line += [f"/proc/self/fd/{files[word]}" if isinstance(word, Hidden) else word for word in words]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program; words are ours, secrets are file names
                line, cwd=at, input=feed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=limit,
                check=False, pass_fds=list(files.values()), env=_ENVIRONMENT,
            )  # fmt: skip
            if done.returncode:
                failure = f"{step}: ended with {done.returncode}"
        except subprocess.TimeoutExpired:
            failure = f"{step}: took more than {limit:.0f} seconds"
        except OSError as error:
            failure = f"{step}: could not be started ({error.strerror})"
    if failure:
        logger.error("belenios-tool %s", failure)
        raise ToolFailed(failure)
    return done.stdout


@contextlib.contextmanager
def _in_memory(secret: Hidden) -> Iterator[int]:
    """A file without a name that holds the secret, for as long as the block lasts."""
    file = os.memfd_create("kheo")
    try:
        os.write(file, secret.content)
        os.lseek(file, 0, os.SEEK_SET)
        yield file
    finally:
        os.close(file)


def _clear_away(root: Path) -> None:
    """Remove folders whose process is gone."""
    for left in root.glob(f"{PREFIX}*-*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if pid.isdigit() and left.stat().st_uid == os.geteuid() and not Path(f"/proc/{pid}").exists():
                shutil.rmtree(left, ignore_errors=True)
