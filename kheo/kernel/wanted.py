"""What somebody types to find something, read as terms: each a word, or a meaning with all its forms.

Text is folded once when it is stored (`text.fold`); what is typed is folded here and widened by `synonyms.yaml`, so
that DVK, Dân vận khéo and its five Hindi forms find the same rows (decision 0016 says why here, not in the rows).
"""

import re
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from pathlib import Path

import yaml
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from kheo.kernel.text import fold

Form = tuple[str, ...]

MOST_TERMS = 12  # of one search: what is pasted beyond that narrows nothing any more
CODE_DIGITS = 4  # of the running number in MH-2024-0412
_GLUED_CODE = re.compile(r"([a-z]{1,4})(\d{4})(\d{1,6})")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Term:
    """One thing that must be there in any of its forms; a form is words in a row. `beginning`: its end may go on."""

    forms: tuple[Form, ...]
    beginning: bool = False

    @property
    def padded(self) -> list[str]:
        """The forms as they stand in folded text that has a space before and after it."""
        return [f" {' '.join(form)}{'' if self.beginning else ' '}" for form in self.forms]


def terms(typed: str) -> list[Term]:
    """The terms of what was typed, in order; the last may be the beginning of a word. Empty when no word was typed.

    A registration code is known in any spelling, `MH-2024-412`, `mh 2024 0412`, `mh20240412`: zeros do not matter.
    """
    words = _unglued(fold(typed).split())
    found: list[Term] = []
    while words:
        forms, length = _meaning(words) or (_with_zeros(found, words[0]), 1)
        words = words[length:]
        found.append(Term(forms, beginning=not words))
    return found[:MOST_TERMS]


def narrow(queryset: QuerySet, typed: str) -> QuerySet:
    """The rows whose `search_text` holds every term of what was typed; all of them when no word was typed.

    The column needs its GIN index of `SearchVector(F("search_text"), config="simple")`.
    """
    found = terms(typed)
    return among(queryset, found) if found else queryset


def among(queryset: QuerySet, wanted: list[Term]) -> QuerySet:
    """The same for terms that were read already: at least one."""
    asked = SearchQuery(tsquery(wanted), config="simple", search_type="raw")
    found: QuerySet = queryset.alias(words=SearchVector("search_text", config="simple")).filter(words=asked)
    return found


def holding(queryset: QuerySet, wanted: list[Term]) -> QuerySet:
    """The same rows without the index of words: row by row, for a queryset that has few rows by other reasons."""
    padded = Concat(Value(" "), F("search_text"), Value(" "), output_field=TextField())
    queryset = queryset.alias(padded=padded)
    for term in wanted:
        queryset = queryset.filter(reduce(or_, (Q(padded__contains=words) for words in term.padded)))
    return queryset


def tsquery(wanted: list[Term]) -> str:
    """The terms as a query of PostgreSQL's full text search: each must be there, its forms are alternatives."""
    return " & ".join(f"({' | '.join(_phrase(form, term.beginning) for form in term.forms)})" for term in wanted)


def _phrase(form: Form, beginning: bool) -> str:
    """Folded words hold letters and digits only: nothing in them can end the quotes."""
    return " <-> ".join(f"'{word}'" for word in form) + (":*" if beginning else "")


def _meaning(words: list[str]) -> tuple[tuple[Form, ...], int] | None:
    """The longest known form at the head of the words: all forms of its meaning, and how many words it took."""
    for form, meaning in _meanings().get(words[0], ()):
        if tuple(words[: len(form)]) == form:
            return meaning, len(form)
    return None


@cache
def _meanings() -> dict[str, list[tuple[Form, tuple[Form, ...]]]]:
    """By the first word of each form, longest first: the form, and all forms of its meaning."""
    known: dict[str, list[tuple[Form, tuple[Form, ...]]]] = {}
    for line in yaml.safe_load(Path(__file__).with_name("synonyms.yaml").read_text("utf-8")):
        meaning = tuple(dict.fromkeys(tuple(fold(form).split()) for form in line))
        for form in meaning:
            known.setdefault(form[0], []).append((form, meaning))
    for forms in known.values():
        forms.sort(key=lambda pair: -len(pair[0]))
    return known


def _unglued(words: list[str]) -> list[str]:
    """`mh20240412` as three words, as the stored text has it."""
    apart: list[str] = []
    for word in words:
        code = _GLUED_CODE.fullmatch(word)
        apart += code.groups() if code else [word]
    return apart


def _with_zeros(found: list[Term], word: str) -> tuple[Form, ...]:
    """A number after a year may be the running number of a code: with and without its leading zeros."""
    after_year = bool(found) and any(_YEAR.fullmatch(form[0]) for form in found[-1].forms)
    if not (word.isdecimal() and after_year):
        return ((word,),)
    return tuple(dict.fromkeys([(word,), (word.lstrip("0").zfill(CODE_DIGITS),)]))
