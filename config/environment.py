"""Reads the environment. Every wrong value is refused with one sentence that names the variable."""

import os
import re
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The trimmed value of a variable; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable."""
    value = text(name, "yes" if default else "no").lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")
    return value in YES


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from None


def listed(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def day(name: str) -> date | None:
    """An ISO date, or nothing."""
    value = text(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a date like 2024-11-20, not “{value}”.") from None


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment, else one made once and kept readable by its owner only.

    Two processes may start at once: the file appears complete or not at all, and the first one wins.
    """
    if value := text(name):
        return value
    file = kept_in / "secret-key"
    try:
        if not file.exists():
            kept_in.mkdir(parents=True, exist_ok=True, mode=0o700)
            _place_once(file, secrets.token_urlsafe(64))
        return file.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be kept in {file}: {error.strerror}. "
            f"Set {name}, or name a folder that can be written in KHEO_DATA."
        ) from error


def _place_once(file: Path, content: str) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        if os.geteuid() == 0:  # root may serve the folder of an ordinary user, who reads the key the next time
            folder = file.parent.stat()
            os.fchown(descriptor, folder.st_uid, folder.st_gid)
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first; its key is the key
    finally:
        draft.unlink()


def database(url: str, *, wanted: str = "read-write") -> dict[str, object]:
    """Django's connection settings from `postgres://user:password@host:port/name?sslmode=require&host=/socket`.

    Several servers, `…@a:5432,b:5432/name`, are tried in their order until one is as `wanted`: takes writes, or is a
    `standby`. Anything after the question mark is handed to PostgreSQL's own client library.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    named, _, servers = parts.netloc.rpartition("@")
    user, _, password = named.partition(":")
    hosts, ports = _hosts_and_ports(servers)
    hosts = options.pop("host", "") or hosts
    if "," in hosts:  # else whoever answers first is taken, and most of several servers are replicas
        options.setdefault("target_session_attrs", wanted)
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": hosts,
        "PORT": options.pop("port", "") or ports,
        "OPTIONS": options,
    }


def _hosts_and_ports(servers: str) -> tuple[str, str]:
    """`a:1,b:2` as PostgreSQL's client library wants it: `a,b` and `1,2`."""
    found = [_ADDRESS.fullmatch(server) for server in servers.split(",")]
    if not all(found):
        raise ImproperlyConfigured("DATABASE_URL names a port that is not a number.")
    hosts, ports = zip(*[(unquote(one["host"].strip("[]")), one["port"] or "") for one in found if one], strict=True)
    return ",".join(hosts), ",".join(ports) if any(ports) else ""


_ADDRESS = re.compile(r"(?P<host>\[[^]]*\]|[^:]*)(?::(?P<port>\d*))?")


def files(name: str) -> dict[str, object]:
    """Django's storage settings: the folder, or the bucket of `s3://bucket/folder?endpoint=https://host&region=name`.

    `addressing=virtual` is for the few that want the bucket's name before the host's. The keys stand in variables of
    their own, so that an address can be shown.
    """
    address = text(name)
    if not address:
        return {"BACKEND": "kheo.kernel.folder.Folder", "OPTIONS": {"base_url": None}}
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query, keep_blank_values=True))
    endpoint, addressing = said.pop("endpoint", ""), said.pop("addressing", "path")
    options = {
        "bucket_name": parts.netloc,
        "location": unquote(parts.path.strip("/")),
        "endpoint_url": endpoint or None,
        "region_name": said.pop("region", "us-east-1"),  # what most that are not Amazon's answer to
        "addressing_style": addressing,
        "access_key": text(f"{name}_KEY"),
        "secret_key": text(f"{name}_SECRET"),
    }
    if parts.scheme != "s3" or not parts.netloc or parts.username or said or addressing not in ("path", "virtual"):
        raise ImproperlyConfigured(f"{name} must look like s3://bucket?endpoint=https://host&region=name.")
    if endpoint and not (urlsplit(endpoint).scheme in ("http", "https") and urlsplit(endpoint).netloc):
        raise ImproperlyConfigured(f"{name} names an endpoint that is no address: “{endpoint}”.")
    if not options["access_key"] or not options["secret_key"]:
        raise ImproperlyConfigured(f"{name} needs {name}_KEY and {name}_SECRET beside it.")
    return {"BACKEND": "kheo.kernel.bucket.Bucket", "OPTIONS": options}
