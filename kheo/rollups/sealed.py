"""The file: what it says, its hash and its signature, as one canonical text.

`{"content": …, "format": "kheo-rollup-1", "key": …, "sha256": …, "signature": …}`: keys in order, no spaces, whole
numbers only. There is one way to write each file, so that a changed byte is always a refused file.
"""

import hashlib
import json
from datetime import date
from typing import Annotated, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kheo.kernel.errors import BadInput
from kheo.rollups import keys
from kheo.units.enums import Level

FORMAT = "kheo-rollup-1"
MOST_BYTES = 16 * 2**20  # a nation of 15,000 units takes three million

type Count = Annotated[int, Field(le=2**31 - 1)]
type Code = Annotated[str, Field(min_length=1, max_length=60)]
type Hex = Annotated[str, Field(pattern="^([0-9a-f]{2})+$")]


class Told(BaseModel):
    """Whatever the file tells: nothing more, nothing less, and each of its own type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ToldUnit(Told):
    """A unit as it stood on the round's date, with its own counts; `superior` is empty for the root."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=200)]
    level: Level
    superior: Annotated[str, Field(max_length=60)]
    registered: Count
    recognised: Count
    proposed: Count
    recognised_above: Count

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.registered, self.recognised, self.proposed, self.recognised_above


class Content(Told):
    """The figures of a unit's tree in a round."""

    unit: Code
    movement: Annotated[str, Field(min_length=1, max_length=40)]
    movement_name: Annotated[str, Field(max_length=300)]
    round: Annotated[str, Field(min_length=1, max_length=40)]
    round_name: Annotated[str, Field(max_length=300)]
    starts: date
    ends: date
    on: date
    as_of: date
    made_at: AwareDatetime
    units: list[ToldUnit]


class Sealed(Told):
    """The whole file."""

    format: str
    content: Content
    key: Annotated[Hex, Field(min_length=64, max_length=64)]
    sha256: Annotated[Hex, Field(min_length=64, max_length=64)]
    signature: Annotated[Hex, Field(min_length=128, max_length=128)]


def canonical(told: Told) -> bytes:
    """The one way to write it."""
    return _written(told.model_dump(mode="json"))


def seal(content: Content, key: Ed25519PrivateKey) -> bytes:
    """The file, signed."""
    said = canonical(content)
    sealed = Sealed(
        format=FORMAT, content=content, key=keys.public(key), sha256=hashlib.sha256(said).hexdigest(),
        signature=key.sign(_signed(said)).hex(),
    )  # fmt: skip
    return canonical(sealed)


def unseal(file: bytes) -> Sealed:
    """Read a file and prove that it is whole and signed by the key that it names; `BadInput` says what is wrong."""
    if len(file) > MOST_BYTES:
        raise BadInput(_("This file is larger than 16 MB, and no roll-up is: choose the file that was sent."))
    sealed = _read(file)
    said = canonical(sealed.content)
    if canonical(sealed) != file.removesuffix(b"\n") or hashlib.sha256(said).hexdigest() != sealed.sha256:
        raise BadInput(
            _("The roll-up was changed after it was made: ask %(unit)s to send the file again.") % _of(sealed)
        )
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(sealed.key)).verify(
            bytes.fromhex(sealed.signature), _signed(said)
        )
    except InvalidSignature:
        raise BadInput(
            _("The signature of the roll-up is not that of its key: ask %(unit)s to make the file again.") % _of(sealed)
        ) from None
    return sealed


def _read(file: bytes) -> Sealed:
    try:
        version = json.loads(file).get("format")
    except (ValueError, AttributeError, RecursionError):
        raise BadInput(_("This is not a roll-up: send the file that “kheo rollup make” wrote, unopened.")) from None
    if version != FORMAT:
        raise BadInput(
            _("The roll-up is written in the format “%(format)s”, and this installation reads “%(known)s”: bring both"
              " to the same version of Khéo.") % {"format": version, "known": FORMAT}
        )  # fmt: skip
    try:
        return Sealed.model_validate_json(file)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadInput(
            _("The roll-up cannot be read at “%(place)s”: ask its sender to make it again.") % {"place": place}
        ) from None


def _written(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _signed(said: bytes) -> bytes:
    """What is signed names what it is, so that the signature fits nothing else."""
    return FORMAT.encode() + b"\n" + said


def _of(sealed: Sealed) -> dict[str, str]:
    return {"unit": sealed.content.unit}
