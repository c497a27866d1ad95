"""The virus scanner of the installation, when it has one: every file given to us goes through it before it is kept.

KHEO_SCANNER names it. `clamd:/run/clamav/clamd.ctl` or `clamd:127.0.0.1:3310` speaks to ClamAV's own server. Anything
else is a command that reads the file on its standard input and ends with 0 for clean and 1 for infected, as
`clamdscan -` does. Without the setting nothing is asked. A scanner that does not answer keeps no file: a door whose
guard is asleep stays shut, and says so.
"""

import shlex
import socket
import subprocess
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput, TryLater

PATIENCE = 60  # seconds
PART = 64 * 1024
CLEAN, INFECTED = 0, 1


def check(file: BinaryIO, name: str) -> None:
    """Ask the scanner. `BadInput` for what it knows as harmful, `TryLater` when it gives no answer."""
    scanner = settings.KHEO_SCANNER
    if not scanner:
        return
    file.seek(0)
    try:
        infected = _clamd(scanner.removeprefix("clamd:"), file) if scanner.startswith("clamd:") else _run(scanner, file)
    except (OSError, subprocess.SubprocessError, ValueError) as why:
        raise TryLater(
            _("“%(name)s” is not kept: the virus scanner gives no answer. Try again in a few minutes.") % {"name": name}
        ) from why
    if infected:
        raise BadInput(
            _("“%(name)s” is not kept: the virus scanner found something harmful in it. Clean this device.")
            % {"name": name}
        )


def _run(command: str, file: BinaryIO) -> bool:
    done = subprocess.run(  # noqa: S603 - the keeper's own command
        shlex.split(command), input=file.read(), capture_output=True, timeout=PATIENCE, check=False
    )
    if done.returncode not in (CLEAN, INFECTED):
        raise ValueError(f"The scanner ended with {done.returncode}.")
    return done.returncode == INFECTED


def _clamd(address: str, file: BinaryIO) -> bool:
    """INSTREAM of clamd's protocol: parts behind their length, an empty one at the end."""
    with _connected(address) as line:
        line.settimeout(PATIENCE)
        line.sendall(b"zINSTREAM\0")
        while part := file.read(PART):
            line.sendall(len(part).to_bytes(4) + part)
        line.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(PART)):
            answer += more
    if answer.rstrip(b"\0\n").endswith(b"OK"):
        return False
    if b"FOUND" in answer:
        return True
    raise ValueError(f"clamd answered {answer[:100]!r}.")


def _connected(address: str) -> socket.socket:
    if not Path(address).is_absolute():
        host, _colon, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(PATIENCE)
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line
