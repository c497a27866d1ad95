"""The dossier as it is read: answers in words, what the reader may see of them, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from kheo.exemplars import sections
from kheo.exemplars.comparison import marked
from kheo.exemplars.enums import Section
from kheo.exemplars.models import Registration, RegistrationFile
from kheo.movements.naming import field_names
from kheo.people.models import Person

NOTHING = "–"


@dataclass(frozen=True)
class Answer:
    """One answer in words."""

    name: str
    label: str
    value: str | SafeString


@dataclass(frozen=True)
class Part:
    """A section with its answers."""

    section: Section
    answers: list[Answer]


@dataclass(frozen=True)
class Reading:
    """What a person reads of a registration: what was sent last, or, in its own unit, what is written now."""

    parts: list[Part]
    files: list[RegistrationFile]
    changes: list[Answer]
    sendings: int


def read(registration: Registration, person: Person) -> Reading:
    """The dossier for one reader. What a unit writes while it mends is its draft: others read what was sent last."""
    sent = list(registration.submissions.all())
    kept = sent[-1].content if sent and not _is_own(registration, person) else sections.content(registration)
    fields = field_names(registration.round.movement, registration.unit)
    changes = _changes(sent[-2].content, sent[-1].content, fields) if len(sent) > 1 else []
    return Reading(parts(kept, fields), files_for(registration, person), changes, len(sent))


def files_for(registration: Registration, person: Person) -> list[RegistrationFile]:
    """The files a reader may have: all in the unit itself, elsewhere what is shown there."""
    files = registration.files.select_related("file__picture")
    return list(files if _is_own(registration, person) else files.shown_elsewhere())


def _is_own(registration: Registration, person: Person) -> bool:
    return registration.is_of(person)


def parts(kept: Mapping[str, Any], fields: Mapping[str, str]) -> list[Part]:
    """Kept answers in words, section by section; files are listed apart."""
    subject = kept.get("subject", "")
    return [
        Part(section, [_answer(name, kept, fields) for name in sections.names_in(section, subject)])
        for section in Section
        if section != Section.FILES
    ]


def _answer(name: str, kept: Mapping[str, Any], fields: Mapping[str, str]) -> Answer:
    empty = NOTHING if name in sections.OPTIONAL else ""  # what nobody has to answer is not missing
    return Answer(name, capfirst(sections.label(name)), sections.in_words(name, kept.get(name), fields) or empty)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], fields: Mapping[str, str]) -> list[Answer]:
    return [
        Answer(
            name,
            capfirst(sections.label(name)),
            marked(sections.in_words(name, before.get(name), fields), sections.in_words(name, after[name], fields)),
        )
        for name in sections.changed(before, after)
    ]
