"""How alike two works are, said in words: name, place, field, text. A question to the reader, never a verdict (BR-06).

Near-duplicates are found by normalised title, field, place and unit (movement.md §5). Each witness gives a weight and
its sentence, or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from kheo.kernel import wanted
from kheo.kernel.text import fold

# What nearly every name has says nothing about this one: the terms of the movement, in all their forms.
EMPTY = ("mô hình", "điển hình", "dân vận khéo", "dân vận", "phong trào", "thi đua")
CLOSE, ALIKE = 0.75, 0.4  # of two names: almost the same, similar
SHORTEST = 5  # letters of a name, without the empty words, below which everything is alike
LONGEST_NAME = 300  # characters; a longer text is a dossier's, and is compared once
LEAST = 0.4  # weight in all from which two works are shown together


@dataclass(frozen=True)
class Work:
    """What of a registration is compared."""

    title: str
    place: str = ""
    field: str | None = None
    text: str = ""
    photos: frozenset[int] = frozenset()  # the registrations that have one of its photographs, itself included


@dataclass(frozen=True)
class Said:
    """What one witness says: how much it weighs, its words, and whether it can stand alone."""

    weight: float
    sentence: str
    alone: bool = False


Witness = Callable[[Work, Work], Said | None]


def alike(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: the share of trigrams they have in common, accents and empty words apart.

    A name that is being typed is compared with as much of the other as it has got letters.
    """
    few, many = sorted((_shape(one), _shape(other)), key=len)
    if len(few) < SHORTEST:
        return 0.0
    common = len(few & many)
    return max(common / len(few | many), 0.8 * common / len(few))


def told(title: str) -> str:
    """A name without the words that nearly every name has."""
    text = f" {fold(title)} "
    for form in _empty():
        text = text.replace(form, " ")
    return " ".join(text.split())


def compare(one: Work, other: Work) -> tuple[float, list[str]]:
    """The weight of all witnesses together, at most 1, and their sentences.

    Nothing where no witness stands alone: two works are not alike because both are about the economy of one commune.
    """
    said = [found for witness in WITNESSES if (found := witness(one, other))]
    if not any(found.alone for found in said):
        return 0.0, []
    return min(1.0, sum(found.weight for found in said)), [found.sentence for found in said]


def _name(one: Work, other: Work) -> Said | None:
    share = alike(one.title, other.title)
    if share < ALIKE:
        return None
    return Said(share * 0.6, _("almost the same name") if share >= CLOSE else _("similar name"), alone=True)


def _place(one: Work, other: Work) -> Said | None:
    return Said(0.2, _("same place")) if alike(one.place, other.place) >= CLOSE else None


def _field(one: Work, other: Work) -> Said | None:
    return Said(0.1, _("same field")) if one.field and one.field == other.field else None


def _text(one: Work, other: Work) -> Said | None:
    return Said(0.4, _("much of the text is the same"), alone=True) if alike(one.text, other.text) >= CLOSE else None


def _photo(one: Work, other: Work) -> Said | None:
    return Said(0.5, _("the same photograph"), alone=True) if one.photos & other.photos else None


@cache
def _empty() -> tuple[str, ...]:
    """The empty words in all their forms, as they stand between others."""
    return tuple(f" {' '.join(form)} " for term in EMPTY for form in wanted.terms(term)[0].forms)


def _shape(text: str) -> frozenset[str]:
    """The trigrams of a text without the empty words. A name's are kept: with every letter that somebody types those of
    the area are asked for again."""
    return _shape_of_name(text) if len(text) <= LONGEST_NAME else frozenset(_trigrams(told(text)))


@lru_cache(maxsize=2_000)
def _shape_of_name(name: str) -> frozenset[str]:
    return frozenset(_trigrams(told(name)))


def _trigrams(text: str) -> set[str]:
    return {padded[n : n + 3] for word in text.split() for padded in [f"  {word} "] for n in range(len(padded) - 2)}


WITNESSES: tuple[Witness, ...] = (_name, _place, _field, _text, _photo)
