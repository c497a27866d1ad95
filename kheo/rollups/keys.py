"""The key of this installation: made once, kept in KHEO_DATA, readable by its own account alone.

Where several machines serve one installation, each has a copy of the file.
"""

import os
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput

NAME = "rollup-key"
HEAD = "kheo-rollup-key"
_WRITTEN = re.compile(rf"(?:{HEAD} )?([0-9a-f]{{64}})")


def own() -> Ed25519PrivateKey:
    """The private key; `BadInput` where none has been made yet."""
    try:
        return Ed25519PrivateKey.from_private_bytes(_place().read_bytes())
    except FileNotFoundError:
        raise BadInput(_("This installation has no key yet: make it first.")) from None


def is_made() -> bool:
    """Whether there is one."""
    return _place().exists()


def make() -> bool:
    """Make it, once: whether it was missing. Two calls at once end with the same key."""
    if is_made():
        return False
    place = _place()
    draft = place.with_name(f"{NAME}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(Ed25519PrivateKey.generate().private_bytes_raw())
    try:
        os.link(draft, place)  # unlike a rename it never replaces a key that is there
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def public(key: Ed25519PrivateKey) -> str:
    """Its public half in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def written(public_key: str) -> str:
    """A public key as it is sent to the installation above."""
    return f"{HEAD} {public_key}"


def read(text: str) -> str:
    """The public key in what was sent."""
    found = _WRITTEN.fullmatch(" ".join(text.split()))
    if not found:
        raise BadInput(
            _("This is no key: it is the line “%(head)s …” that the sender's installation shows.") % {"head": HEAD}
        )
    return found[1]


def _place() -> Path:
    return Path(settings.KHEO_DATA) / NAME
