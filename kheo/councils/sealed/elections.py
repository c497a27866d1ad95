"""Setting an election up: its questions, its public key, the credentials of its voters."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

from kheo.councils.sealed.belenios import GROUP, Hidden, ToolFailed, run, workbench

ANSWERS = ["for", "not", "abs"]  # the codes of `enums.Choice`, in the order in which the sums come out


@dataclass(frozen=True)
class SetUp:
    """An election before the first ballot: all of it public, but for the voters' credentials."""

    uuid: str
    definition: str
    credentials: str
    private: list[Hidden]

    @property
    def fingerprint(self) -> str:
        """The digest of the definition, as the tool prints it: it stands in every ballot and in the minutes."""
        return digest(self.definition.strip())


def set_up(name: str, questions: Sequence[str], *, voters: int, trustees: str) -> SetUp:
    """An election on these questions, each answered by exactly one of agree, do not agree, abstain."""
    with workbench() as at:
        uuid = run("setup", "generate-token", at=at).decode().strip()
        (at / "trustees.json").write_text(trustees)
        (at / "public_keys.jsons").touch()
        (at / "template.json").write_text(json.dumps(_template(name, questions), ensure_ascii=False))
        own = ("--uuid", uuid, "--group", GROUP)
        run("setup", "generate-credentials", *own, "--count", str(voters), at=at)
        private = _private(at)
        (public,) = at.glob("*.pubcreds")
        run("setup", "make-election", *own, "--template", "template.json", at=at)
        return SetUp(uuid, (at / "election.json").read_text(), public.read_text(), private)


def digest(text: str) -> str:
    """SHA-256 in the compact base 64 of Belenios: a ballot's digest is its tracker."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def locked(credential: Hidden) -> bytes:
    """A credential as it is stored: whoever has only the database cannot sign a ballot with it."""
    return _lock().encrypt(credential.content)


def unlocked(stored: bytes | memoryview) -> Hidden:
    """The credential. Raises `ToolFailed` when the server's own key is no longer the one it was."""
    try:
        return Hidden(_lock().decrypt(bytes(stored)))
    except InvalidToken:
        raise ToolFailed("a credential cannot be unlocked with the key of this server") from None


def _lock() -> Fernet:
    key = salted_hmac("kheo.councils.sealed.credential", "voter", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _template(name: str, questions: Sequence[str]) -> dict[str, object]:
    asked = [{"answers": ANSWERS, "min": 1, "max": 1, "question": question} for question in questions]
    return {
        "description": "", "name": name, "questions": asked, "administrator": "Khéo", "credential_authority": "Khéo",
    }  # fmt: skip


def _private(at: Path) -> list[Hidden]:
    """The credentials that the tool has made: a number and a credential on each line."""
    (file,) = at.glob("*.privcreds")
    return [Hidden(line.split()[1]) for line in file.read_text().splitlines()]
