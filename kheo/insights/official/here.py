"""Whole addresses where no page is asked that would know them: on the command line and in the demonstration."""

from django.conf import settings


def here(path: str) -> str:
    """The address on this machine, as `kheo serve` listens."""
    host, port = settings.KHEO_LISTEN
    return f"http://{host}:{port}{path}"


def at(base: str, path: str) -> str:
    """The address under that by which people reach the installation: `https://kheo.example.vn`."""
    return f"{base.rstrip('/')}{path}"
