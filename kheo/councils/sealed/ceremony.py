"""The tellers' keys, step by step: three people, any two of whom can open a sum, none of whom alone can open anything.

The steps are those of the tool. Everybody finishes one before anybody begins the next: a certificate from each; with
all certificates, each one's polynomial; with all polynomials, each one's confirmation. Only public texts, and texts
sealed to a teller's key, go from step to step.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from kheo.councils.sealed.belenios import GROUP, Hidden, ToolFailed, run, workbench

THRESHOLD = "2"
_KEY = ("setup", "generate-trustee-key-threshold", "--group", GROUP)


def new_key() -> tuple[Hidden, str]:
    """A teller's fresh private key, and the certificate that the others see."""
    with workbench() as at:
        run(*_KEY, "--step", "1", at=at)
        (key,), (certificate,) = at.glob("*.key"), at.glob("*.cert")
        return Hidden(key.read_bytes()), certificate.read_text()


def check(certificates: Sequence[str]) -> None:
    """Raises `ToolFailed` unless every certificate is good."""
    with workbench() as at:
        run(*_KEY, "--certs", _certificates(at, certificates), "--step", "2", at=at)


def polynomial(certificates: Sequence[str], key: Hidden) -> str:
    """What a teller gives the others, each part sealed to its receiver."""
    with workbench() as at:
        certs = _certificates(at, certificates)
        made = run(*_KEY, "--certs", certs, "--key", key, "--step", "3", "--threshold", THRESHOLD, at=at)
    return made.decode()


def received(certificates: Sequence[str], polynomials: Sequence[str]) -> list[str]:
    """What each teller has received from all, in their order."""
    with workbench() as at:
        certs, given = _certificates(at, certificates), _lines(at, "polynomials", polynomials)
        run(*_KEY, "--certs", certs, "--step", "4", "--polynomials", given, at=at)
        return [(at / f"{_name(certificate)}.vinput").read_text() for certificate in certificates]


def confirmation(certificates: Sequence[str], key: Hidden, received_: str) -> str:
    """A teller's word that what the others gave is sound."""
    with workbench() as at:
        certs = _certificates(at, certificates)
        return run(*_KEY, "--certs", certs, "--key", key, "--step", "5", at=at, feed=received_.encode()).decode()


def completed(
    certificates: Sequence[str], polynomials: Sequence[str], confirmations: Sequence[str]
) -> tuple[str, list[str]]:
    """The public part of the three keys, and for each teller their share of the common key, sealed to their own."""
    with workbench() as at:
        certs, given = _certificates(at, certificates), _lines(at, "polynomials", polynomials)
        feed = "".join(map(_line, confirmations)).encode()
        made = run(*_KEY, "--certs", certs, "--step", "6", "--polynomials", given, at=at, feed=feed)
        (at / "threshold.json").write_bytes(made)
        (at / "public_keys.jsons").touch()
        run("setup", "make-trustees", at=at)
        shares = [(at / f"{_name(certificate)}.dkey").read_text() for certificate in certificates]
        return (at / "trustees.json").read_text(), shares


def _certificates(at: Path, certificates: Sequence[str]) -> str:
    return _lines(at, "certificates", certificates)


def _lines(at: Path, name: str, texts: Sequence[str]) -> str:
    (at / name).write_text("".join(map(_line, texts)))
    return name


def _line(text: str) -> str:
    return text.rstrip("\n") + "\n"


def _name(certificate: str) -> str:
    """Under which name the tool files a teller: the digest of what the certificate says."""
    try:
        return hashlib.sha256(json.loads(certificate)["message"].encode()).hexdigest()
    except (ValueError, KeyError, AttributeError):
        raise ToolFailed("a certificate cannot be read") from None
