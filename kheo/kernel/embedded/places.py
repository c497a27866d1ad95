"""Where things lie in the data folder, and how Django reaches the database in it."""

import hashlib
import os
import pwd
from pathlib import Path
from typing import Any

SYSTEM_ACCOUNT = "kheo-db"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107 and macOS 103


def cluster(data: Path) -> Path:
    """PostgreSQL's own folder."""
    return data / "postgres"


def run(data: Path) -> Path:
    """The folder of the socket: in the data folder, or in /tmp when that path is too long for a socket.

    A comma would be read by the client library as a list of hosts.
    """
    near = data / "run"
    if len(os.fsencode(near / SOCKET)) <= LONGEST_SOCKET_PATH and "," not in str(near):
        return near
    return Path("/tmp") / f"kheo-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"  # noqa: S108 - made 0700, owner checked


def owner(path: Path) -> int | None:
    """The user id that owns a path, or None when it is not there or cannot be seen."""
    try:
        return path.stat().st_uid
    except OSError:
        return None


def account_name(data: Path) -> str:
    """The operating-system user that the database of this folder runs as; PostgreSQL refuses to run as root.

    Root runs it as the owner of what is there already, so that root and that owner can take turns; else as `kheo-db`.
    """
    uids = [os.geteuid()] if os.geteuid() else [owner(cluster(data)), owner(data)]
    for uid in uids:
        if uid:
            try:
                return pwd.getpwuid(uid).pw_name
            except KeyError:
                continue
    return SYSTEM_ACCOUNT


def address(data: Path) -> dict[str, Any]:
    """Django's connection settings for the database of a data folder; it need not run yet.

    `requirepeer` makes the client check who answers: nobody else's socket in /tmp can pose as our database.
    """
    return {
        "NAME": "kheo",
        "USER": "kheo",
        "PASSWORD": "",
        "HOST": str(run(data)),
        "PORT": "5432",
        "OPTIONS": {"requirepeer": account_name(data)},
    }
