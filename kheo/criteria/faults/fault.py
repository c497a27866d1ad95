from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.kernel.quantities import format_number

Words = tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """One sentence, and the place it is about: a path of words and codes, as `criteria`, `T5`, `maximum`."""

    place: Words
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def fault(place: Words, sentence: str, /, **words: object) -> Fault:
    """A fault whose sentence is filled in with words; amounts are written in our way."""
    told = {name: format_number(word) if isinstance(word, Decimal) else word for name, word in words.items()}
    return Fault(place, sentence % told)


def twice(part: str, codes: Iterable[str]) -> Iterable[Fault]:
    """A code is given once."""
    for code, times in Counter(codes).items():
        if times > 1:
            yield fault(
                (part, code),
                _("The code %(code)s stands %(times)s times in “%(part)s”: give each its own."),
                code=code,
                times=times,
                part=part,
            )
