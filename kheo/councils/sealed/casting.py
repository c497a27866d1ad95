"""Sealing one ballot: choices in, a ciphertext of constant size and its tracker out.

In this mode the server sees the choices for the moment in which it seals them (`limits`, first sentence). They reach
the tool through memory, and no error, log line or journal entry repeats them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.views.decorators.debug import sensitive_variables

from kheo.councils.enums import Choice
from kheo.councils.sealed import archive
from kheo.councils.sealed.belenios import Hidden, ToolFailed, run
from kheo.councils.sealed.elections import ANSWERS, digest

# The digits of the largest number of the group and of the largest exponent, and the signs around them in a ballot: six
# elements and fourteen exponents a question, one element and two exponents for the signature.
ELEMENT, EXPONENT = 617, 78
_A_QUESTION = 6 * ELEMENT + 14 * EXPONENT + 346
_AROUND = ELEMENT + 2 * EXPONENT + 230


@dataclass(frozen=True)
class SealedBallot:
    """A ballot as it is stored, and the tracker by which its voter finds it in the archive."""

    sealed: bytes
    tracker: str


@sensitive_variables()
def seal(
    definition: str, trustees: str, credentials: str, credential: Hidden, choices: Sequence[Choice]
) -> SealedBallot:
    """Seal the choices, one for each question in order. Raises `ToolFailed`."""
    answers = Hidden(json.dumps([[int(answer == choice) for answer in ANSWERS] for choice in choices]))
    with archive.unpacked(archive.begun(definition, trustees, credentials)) as at:
        text = run("election", "generate-ballot", "--privcred", credential, "--ballot", answers, at=at).decode().strip()
    return SealedBallot(padded(text, len(choices)), digest(text))


def size(questions: int) -> int:
    """How many bytes a stored ballot on so many questions has, whatever it says."""
    return _A_QUESTION * questions + _AROUND


def padded(text: str, questions: int) -> bytes:
    """The ballot, filled up to its constant size."""
    content = text.encode()
    if len(content) > size(questions):
        raise ToolFailed("election generate-ballot: a ballot is larger than ballots are")
    return content.ljust(size(questions))


def plain(stored: bytes) -> str:
    """The ballot as the tool wrote it."""
    return stored.decode().rstrip()
