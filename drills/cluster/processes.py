"""Programs that the drill starts, as a user that is not root, and ends by their numbers, whatever happens."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

PACKAGES = {
    "etcd": "etcd-server", "haproxy": "haproxy", "pgbouncer": "pgbouncer", "pgbackrest": "pgbackrest",
}  # fmt: skip
SBIN = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


class Missing(Exception):
    """A program is not on this machine; the sentence says how to get it."""


def program(name: str) -> str:
    """Where a program lies. Raises Missing."""
    if found := shutil.which(name, path=SBIN):
        return found
    raise Missing(
        f"There is no {name} on this machine (Debian: apt-get install -y {' '.join(PACKAGES.values())} postgresql, then"
        " stop the services that this starts: systemctl disable --now etcd haproxy pgbouncer postgresql)."
    )


def servers() -> Path:
    """The folder of PostgreSQL's own programs: Debian's newest, or where they are found. Raises Missing."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return folders[-1] if folders else Path(program("postgres")).parent


@dataclass
class Machine:
    """The folder of a drill, its unprivileged user, and what runs in it."""

    folder: Path
    user: str
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        """A folder of the user's own."""
        place = self.folder / name
        place.mkdir(mode=0o700, exist_ok=True, parents=True)
        self.give(place)
        return place

    def write(self, name: str, text: str) -> Path:
        place = self.folder / name
        place.write_text(text)
        place.chmod(0o600)
        self.give(place)
        return place

    def give(self, place: Path) -> None:
        if os.geteuid() == 0:
            entry = pwd.getpwnam(self.user)
            os.chown(place, entry.pw_uid, entry.pw_gid)

    def start(self, name: str, words: Sequence[object], *, ours: bool = False, env: Mapping[str, str] = {}) -> None:
        """Start a program under a name, its words in a log file; `ours` runs as the caller instead."""
        log = (self.folder / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            list(map(str, words)), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            **self._as(ours, env),
        )  # fmt: skip

    def run(self, words: Sequence[object], *, ours: bool = False, env: Mapping[str, str] = {}) -> str:
        """Run a program to its end; answers what it said. Raises RuntimeError when it failed."""
        done = subprocess.run(
            list(map(str, words)), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            **self._as(ours, env),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, words))}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def _as(self, ours: bool, env: Mapping[str, str]) -> dict:
        if ours:
            return {"env": os.environ | dict(env), "cwd": Path(__file__).parents[2]}
        plain = {"PATH": SBIN, "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"} | dict(env)
        other = {}
        if os.geteuid() == 0:
            entry = pwd.getpwnam(self.user)
            other = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "umask": 0o077}
        return {"env": plain, "cwd": self.folder} | other

    def kill(self, name: str, *more: int) -> None:
        """SIGKILL, as when the power goes: the program, what it started, and these others with what they started."""
        doomed = [one for number in (self.running.pop(name).pid, *more) for one in family(number)]
        for one in doomed:
            with suppress(psutil.Error):
                one.kill()
        psutil.wait_procs(doomed, timeout=20)

    def end(self) -> None:
        """Ask everything to end, last started first, then make it."""
        for process in reversed(self.running.values()):
            left = family(process.pid)
            with suppress(ProcessLookupError):
                process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            for one in left:
                with suppress(psutil.Error):
                    one.kill()
            process.wait()
        self.running.clear()


def family(number: int) -> list[psutil.Process]:
    """A process and all that come from it; nothing when it is gone."""
    try:
        process = psutil.Process(number)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def postmaster(data: Path) -> int | None:
    """The number of the PostgreSQL that really serves this folder, or None."""
    try:
        number = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        return number if str(data) in psutil.Process(number).cmdline() else None
    except (OSError, ValueError, psutil.Error):
        return None


@contextmanager
def machine() -> Iterator[Machine]:
    """A folder in the temporary files, gone afterwards, and nothing left running."""
    folder = Path(tempfile.mkdtemp(prefix="kheo-cluster-"))
    user = pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        user = "postgres"
        try:
            pwd.getpwnam(user)
        except KeyError:
            raise Missing("PostgreSQL refuses to run as root, and there is no user postgres here.") from None
    here = Machine(folder, user)
    here.give(folder)
    folder.chmod(0o755)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield here
    finally:
        here.end()
        for data in folder.glob("db*"):
            for one in family(postmaster(data) or 0):
                one.kill()
        signal.signal(signal.SIGTERM, before)
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_for(what: str, true: Callable[[], object], seconds: float = 90.0) -> None:
    """Look again and again until it is so. Raises TimeoutError with what was waited for."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError, ValueError, KeyError):
            if true():
                return
        time.sleep(0.3)
    raise TimeoutError(f"after {seconds:.0f} s still not: {what}")
