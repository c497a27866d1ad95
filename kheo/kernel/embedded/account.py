"""Who the database runs as, and how root lets that user reach the data folder."""

import os
import pwd
import stat
import struct
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kheo.kernel.embedded import places
from kheo.kernel.embedded.errors import CannotStart


@dataclass(frozen=True)
class Account:
    """An operating-system user that is not root."""

    name: str
    uid: int
    gid: int

    def run(self, *command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, away from our terminal, so that a Ctrl-C for us is none for it.

        Raises PermissionError when this user may not execute the program.
        """
        other: dict[str, Any] = (
            {"user": self.uid, "group": self.gid, "extra_groups": []} if os.geteuid() != self.uid else {}
        )
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            list(map(str, command)),
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            start_new_session=True,
            umask=0o077,
            check=False,
            **other,
        )

    def own(self, path: Path, mode: int) -> None:
        """Give a path to this user."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may pass through a folder, asked of the operating system itself."""
        return self.run("/bin/sh", "-c", 'cd -- "$1"', "sh", folder, folder=Path("/")).returncode == 0


def account_for(data: Path) -> Account:
    """The user for this data folder; root makes `kheo-db` when nobody owns it yet.

    Raises CannotStart when the folder's database belongs to somebody else, or no user can be made.
    """
    holder = places.owner(places.cluster(data))
    if os.geteuid() != 0 and holder not in (None, os.geteuid()):
        raise CannotStart(
            f"The database in {data} belongs to {_name_of(holder)}. "
            "Run this as that user, or name another folder in KHEO_DATA."
        )
    name = places.account_name(data)
    entry = _entry(name) or _made(name)
    if entry.pw_uid != os.geteuid() and os.geteuid() != 0:
        raise CannotStart(
            f"The user with the number {os.geteuid()} has no name on this machine, and PostgreSQL needs one."
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def let_in(account: Account, data: Path) -> list[Path]:
    """Let the database's user reach the data folder; answers the foreign folders that had to be opened.

    Only root needs this. Our own folder is shared by its group. A foreign folder on the way (such as /root) gets an
    access-control entry by which this one user may pass through it, not list it; its mode for others stays.
    """
    if os.geteuid() != 0:
        return []
    if places.owner(data) != account.uid:
        os.chown(data, -1, account.gid)
        data.chmod(0o710)
    opened = []
    for folder in [*reversed(data.parents), data]:
        if not account.can_enter(folder):
            _grant_passage(folder, account)
            opened.append(folder)
    return opened


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _name_of(uid: int | None) -> str:
    try:
        return f"the user {pwd.getpwuid(uid or 0).pw_name}"
    except KeyError:
        return f"the user with the number {uid}"


def _made(name: str) -> pwd.struct_passwd:
    if os.geteuid() == 0:
        with suppress(FileNotFoundError):  # no useradd here: the sentence below says what to do
            subprocess.run(  # noqa: S603 - a fixed command and our own name
                ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",  # noqa: S607 - found in env's PATH
                 "--shell", "/usr/sbin/nologin", name],
                env={"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"}, capture_output=True, check=False,
            )  # fmt: skip
        if entry := _entry(name):  # made by us, or at the same moment by another process
            return entry
    raise CannotStart(
        f"PostgreSQL refuses to run as root, and the user {name} could not be made. "
        f"Make it (useradd --system {name}), or start Khéo as an ordinary user."
    )


# An access-control list as the kernel stores it: a version, then (tag, permissions, id) rows in the order of the tags.
_ATTRIBUTE = "system.posix_acl_access"
_VERSION, _ROW = struct.Struct("<I"), struct.Struct("<HHI")
_USER_OBJ, _USER, _GROUP_OBJ, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NOBODY, _PASS = 0xFFFFFFFF, 1


def _grant_passage(folder: Path, account: Account) -> None:
    try:
        os.setxattr(folder, _ATTRIBUTE, _with_passage(_access_list(folder), account.uid))
        if account.can_enter(folder):
            return
    except (OSError, AttributeError):  # a file system without access-control lists; macOS has no os.setxattr
        pass
    raise CannotStart(
        f"The user {account.name}, as whom the database runs, may not pass through {folder}. "
        f"Allow it (chmod o+x {folder}), name another folder in KHEO_DATA, or start Khéo as an ordinary user."
    )


def _access_list(folder: Path) -> list[tuple[int, int, int]]:
    try:
        raw = os.getxattr(folder, _ATTRIBUTE)
    except OSError:  # none yet: the mode is the list
        mode = stat.S_IMODE(folder.stat().st_mode)
        return [(_USER_OBJ, mode >> 6 & 7, _NOBODY), (_GROUP_OBJ, mode >> 3 & 7, _NOBODY), (_OTHER, mode & 7, _NOBODY)]
    return list(_ROW.iter_unpack(raw[_VERSION.size :]))


def _with_passage(rows: list[tuple[int, int, int]], uid: int) -> bytes:
    named = {(tag, id_): permissions for tag, permissions, id_ in rows}
    named[_USER, uid] = named.get((_USER, uid), 0) | _PASS
    grouped = [permissions for (tag, _), permissions in named.items() if tag in (_USER, _GROUP_OBJ, _GROUP)]
    mask = named.get((_MASK, _NOBODY), 0) | _PASS
    if not any(tag == _MASK for tag, _, _ in rows):
        for permissions in grouped:
            mask |= permissions
    named[_MASK, _NOBODY] = mask
    return _VERSION.pack(2) + b"".join(_ROW.pack(tag, named[tag, id_], id_) for tag, id_ in sorted(named))
