"""What the chapters above say of papers that were made from their records; this chapter knows none of them.

A chapter registers once for each kind of record, as it registers the sentences of its verbs with the journal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kheo.documents.models import Draft, Paper
from kheo.people.models import Person


def _no_objection(draft: Draft, on: date) -> None:
    """The record asks nothing of the day on which the paper is issued."""


def _nothing_follows(draft: Draft, paper: Paper, by: Person) -> None:
    """The record does not note that the paper was issued."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A kind of record that papers are made from.

    `address` is the page of the record; `can_be_issued` raises `NotNow` for a day on which its paper cannot be issued;
    `issued` is called inside `issue`, with the paper that is now on file.
    """

    address: Callable[[Draft], str]
    can_be_issued: Callable[[Draft, date], None] = _no_objection
    issued: Callable[[Draft, Paper, Person], None] = _nothing_follows


_ORIGINS: dict[str, Origin] = {}


def register(kind: str, origin: Origin) -> None:
    """Papers made from records of this kind (`journal.kind_of`) come from there."""
    _ORIGINS[kind] = origin


def origin_of(draft: Draft) -> Origin | None:
    """Where a draft came from, as its chapter tells; None for drafts made from nothing that wants to know."""
    return _ORIGINS.get(draft.made_from_kind)
