"""What a teller takes away: the private key, locked with a passphrase that only the teller knows.

Argon2id turns the passphrase into a key (64 MiB, 3 rounds: about a tenth of a second), AES-256-GCM locks. The file says
openly for which session it is and is bound to what it says. We keep neither the file nor the passphrase.
"""

import base64
import json
import os
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from kheo.councils.sealed.belenios import Hidden
from kheo.kernel.errors import BadInput

KIND = "khéo teller key 1"
SHORTEST = 12  # characters of a passphrase
LARGEST = 4096  # bytes of a file that can be ours
MEMORY, ROUNDS, LANES = 64 * 1024, 3, 4  # KiB, passes, threads


@sensitive_variables()
def lock(key: Hidden, passphrase: str, *, session: int, teller: int) -> bytes:
    """The key file of a teller. Raises `BadInput` for a passphrase that is too short."""
    if len(passphrase) < SHORTEST:
        raise BadInput(
            _("A passphrase has at least %(count)d characters: four words that do not belong together are good.")
            % {"count": SHORTEST}
        )
    salt, nonce = os.urandom(16), os.urandom(12)
    about = {"kind": KIND, "session": session, "teller": teller, "salt": _text(salt), "nonce": _text(nonce)}
    locked = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, key.content, _bound(about))
    return json.dumps(about | {"key": _text(locked)}, ensure_ascii=False, indent=1).encode()


@sensitive_variables()
def unlock(file: bytes, passphrase: str, *, session: int, teller: int) -> Hidden:
    """The key in a teller's file. Raises `BadInput` when it is not this teller's file, or not the passphrase."""
    found = _read(file)
    if (found.get("session"), found.get("teller")) != (session, teller):
        raise BadInput(_("This key file belongs to another session or another teller."))
    about = {name: found[name] for name in ("kind", "session", "teller", "salt", "nonce")}
    try:
        salt, nonce, locked = (base64.b64decode(found[name]) for name in ("salt", "nonce", "key"))
        return Hidden(AESGCM(_stretched(passphrase, salt)).decrypt(nonce, locked, _bound(about)))
    except (InvalidTag, ValueError):
        raise BadInput(_("The passphrase does not open this key file.")) from None


def _read(file: bytes) -> dict[str, Any]:
    """The fields of a key file; `BadInput` for any other file."""
    try:
        found = json.loads(file) if len(file) <= LARGEST else None
    except ValueError:
        found = None
    names = {"kind", "session", "teller", "salt", "nonce", "key"}
    if not isinstance(found, dict) or set(found) != names or found["kind"] != KIND:
        raise BadInput(_("This is not a teller's key file: choose the file that you took away."))
    return found


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(passphrase.encode(), salt, ROUNDS, MEMORY, LANES, 32, Type.ID)


def _bound(about: dict[str, Any]) -> bytes:
    return json.dumps(about, sort_keys=True, ensure_ascii=False).encode()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
