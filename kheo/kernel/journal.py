"""The journal: who did what to which record, when and why; written by the verbs, in their own transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise

from kheo.kernel import clock
from kheo.kernel.copying import copy_in
from kheo.kernel.models import Entry


def record(
    verb: str,
    subject: models.Model,
    *,
    by: models.Model | None,
    unit_id: int | None = None,
    reason: str = "",
    **details: Any,
) -> Entry:
    """Write one entry. `verb` is `noun.past` (`registration.submitted`); `by` is None only for the command line.

    `details` holds ids, codes, dates and numbers, never personal text, so that a person can be forgotten while the
    record of acts stays whole. `unit_id` is the unit in whose name it was done.
    """
    return Entry.objects.create(
        at=clock.now(), verb=verb, subject_kind=kind_of(subject), subject_id=subject.pk,
        by_id=by.pk if by else None, unit_id=unit_id, reason=reason, details=details,
    )  # fmt: skip


def record_many(entries: list[Entry]) -> None:
    """Write entries in bulk, for imports: the caller has built each as `entry(...)`."""
    Entry.objects.bulk_create(entries, batch_size=5000)


def entry(verb: str, kind: str, subject_id: int, *, by_id: int | None, unit_id: int | None, **details: Any) -> Entry:
    """An entry that is not yet written, for `record_many`."""
    return Entry(
        at=clock.now(),
        verb=verb,
        subject_kind=kind,
        subject_id=subject_id,
        by_id=by_id,
        unit_id=unit_id,
        details=details,
    )


def record_all(
    verb: str, kind: str, about: Iterable[tuple[int, int | None, dict[str, Any]]], *, by: models.Model | None
) -> None:  # fmt: skip
    """Write one entry of the same verb about each of many records: `about` gives its id, the unit and the details."""
    at, by_id = clock.now(), by.pk if by else None
    copy_in(
        Entry,
        ["at", "verb", "subject_kind", "subject_id", "by_id", "unit_id", "reason", "details"],
        ((at, verb, kind, subject_id, by_id, unit_id, "", details) for subject_id, unit_id, details in about),
    )


def kind_of(subject: models.Model | type[models.Model]) -> str:
    """The word under which the journal files a record: `registration`."""
    return subject._meta.model_name or ""


_sentences: dict[str, str | Promise] = {}


def tells(sentences: Mapping[str, str | Promise]) -> None:
    """A chapter says how its verbs read: `{"registration.submitted": _("%(who)s sent the registration.")}`.

    A sentence may name `who`, `unit`, and any of the entry's details.
    """
    _sentences.update(sentences)


def sentence(entry: Entry, *, who: str, unit: str) -> str:
    """The entry as a sentence in the reader's language."""
    return str(_sentences[entry.verb]) % {**entry.details, "who": who, "unit": unit}


def history(subject: models.Model) -> models.QuerySet[Entry]:
    """The entries about one record, oldest first."""
    return Entry.objects.filter(subject_kind=kind_of(subject), subject_id=subject.pk).order_by("at", "pk")
