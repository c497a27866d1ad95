"""The key of this installation: made once, kept in KHEO_DATA, readable by its own account alone."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

NAME = "rollup-key"


def own() -> Ed25519PrivateKey:
    """The private key, made at the first call. Two first calls at once end with the same key."""
    place = Path(settings.KHEO_DATA) / NAME
    if not place.exists():
        draft = place.with_name(f"{NAME}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            kept.write(Ed25519PrivateKey.generate().private_bytes_raw())
        try:
            os.link(draft, place)  # unlike a rename it never replaces a key that is there
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return Ed25519PrivateKey.from_private_bytes(place.read_bytes())


def public(key: Ed25519PrivateKey) -> str:
    """Its public half in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()
