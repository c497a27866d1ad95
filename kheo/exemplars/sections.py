"""The registration as short sections: which answers each holds, which are wanted, and how far each has come.

F1 of movement.md §3.4: all boxes are wanted before it is sent (BR-04); while it is a draft, gaps are allowed.
An answer is kept in a form that does not depend on anybody's language (a key, an ISO day) and read `in_words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Field as Column
from django.utils.translation import gettext as _

from kheo.exemplars.enums import ForceRole, Section, SectionState, Status, Subject
from kheo.exemplars.models import Dossier, Registration, Return
from kheo.kernel.periods import format_date
from kheo.movements.enums import FieldKey
from kheo.movements.models import Field
from kheo.people.models import Person

# The answers of each section: columns of the registration itself, then columns of the dossier.
REGISTRATION_FIELDS = {
    Section.IDENTITY: ("title", "kind", "field", "level", "origin", "retroactive"),
    Section.SUBJECT: ("subject",),
}
DOSSIER_FIELDS = {
    Section.SUBJECT: ("person_name", "person_position", "person_birth_year", "person_unit"),
    Section.PROBLEM: ("situation",),
    Section.GOALS: ("goals",),
    Section.METHOD: ("method", "linked_movement"),
    Section.PLACE: ("place", "beneficiaries"),
    Section.RESOURCES: ("resources", "starts_on", "progress", "evaluated_on"),
    Section.OUTPUTS: ("outputs", "sustainability"),
    Section.CONTACT: ("contact_name", "contact_phone", "head_name", "head_confirmed_on"),
}
# May stay empty: an unclassified field is shown, never forced (movement.md §4.5 rule 2); the rest may not exist.
OPTIONAL = {"field", "retroactive", "linked_movement", "person_position", "person_birth_year", "person_unit"}
INDIVIDUAL_ONLY = {"person_name", "person_position", "person_birth_year", "person_unit"}


@dataclass(frozen=True)
class SectionView:
    """A section as the task list shows it."""

    section: Section
    state: SectionState
    gaps: tuple[str, ...]
    saved_at: datetime | None = None
    saved_by: Person | None = None

    @property
    def label(self) -> str:
        return str(self.section.label)

    @property
    def missing(self) -> str:
        """The gaps in words."""
        return ", ".join(label(name) for name in self.gaps)

    @property
    def is_to_be_read(self) -> bool:
        """Nothing is missing, and yet it is not done: it was filled in from elsewhere, and nobody has saved it here."""
        return self.state == SectionState.IN_PROGRESS and not self.gaps


def overview(registration: Registration) -> list[SectionView]:
    """Every section with its state, in order. Done means complete and saved: what was carried over is read again."""
    saves = {save.section: save for save in registration.saves.select_related("by")}
    returned = last_return(registration) if registration.status == Status.RETURNED else None
    views = []
    for section in Section:
        save, missing = saves.get(section), gaps(registration, section)
        if returned and returned.section == section and not (save and save.at > returned.at):
            state = SectionState.TO_MEND
        elif save and not missing:
            state = SectionState.DONE
        elif save or len(missing) < _wanted(section):
            state = SectionState.IN_PROGRESS
        else:
            state = SectionState.NOT_STARTED
        views.append(SectionView(section, state, tuple(missing), save.at if save else None, save.by if save else None))
    return views


def last_return(registration: Registration) -> Return | None:
    """The latest time the office sent it back."""
    return registration.returns.select_related("by").order_by("-at", "-pk").first()


def gaps(registration: Registration, section: Section) -> list[str]:
    """The wanted answers of a section that are still empty, by field name."""
    if section == Section.FORCES:
        return [] if registration.forces.exists() else ["forces"]
    missing = [
        name
        for name in REGISTRATION_FIELDS.get(section, ())
        if name not in OPTIONAL and not getattr(registration, name)
    ]
    for name in DOSSIER_FIELDS.get(section, ()):
        if name in OPTIONAL or (name in INDIVIDUAL_ONLY and registration.subject != Subject.INDIVIDUAL):
            continue
        if not getattr(dossier_of(registration), name):
            missing.append(name)
    return missing


def dossier_of(registration: Registration) -> Dossier:
    """What the unit wrote; an empty dossier where a past list gave only the name."""
    return getattr(registration, "dossier", None) or Dossier()


def names_in(section: Section, subject: str) -> list[str]:
    """The answers a section shows, in order; those about a person only when it is about one."""
    if section in (Section.FORCES, Section.FILES):
        return [section.value]
    names = (*REGISTRATION_FIELDS.get(section, ()), *DOSSIER_FIELDS.get(section, ()))
    return [name for name in names if name not in INDIVIDUAL_ONLY or subject == Subject.INDIVIDUAL]


def label(name: str) -> str:
    """The words on the page for an answer."""
    if name in (Section.FORCES, Section.FILES):
        return str(Section(name).label)
    return str(_column(name).verbose_name)


def content(registration: Registration) -> dict[str, Any]:
    """All answers by name, as a submission keeps them and two submissions are compared by."""
    answers, dossier = {}, dossier_of(registration)
    for names in REGISTRATION_FIELDS.values():
        for name in names:
            answers[name] = as_kept(getattr(registration, name))
    for names in DOSSIER_FIELDS.values():
        for name in names:
            answers[name] = as_kept(getattr(dossier, name))
    answers["forces"] = [{"name": f.name, "role": f.role, "task": f.task} for f in registration.forces.all()]
    answers["files"] = [a.file.name for a in registration.files.select_related("file")]
    return answers


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the answers that differ between two submissions."""
    return [name for name in after if (before.get(name) or "") != (after[name] or "")]


def as_kept(answer: Any) -> Any:
    """An answer as JSON can hold it, the same in every language."""
    if isinstance(answer, Field):
        return answer.key
    if isinstance(answer, date):
        return answer.isoformat()
    return "" if answer is None else answer


def in_words(name: str, kept: Any, fields: Mapping[str, str] | None = None) -> str:
    """A kept answer in the reader's language. `fields` are the names that the place gives to the fields, by key."""
    if name == "field":
        return (fields or {}).get(kept) or str(FieldKey(kept).label) if kept else _("Not classified")
    if name == "retroactive":
        return _("Yes") if kept else _("No")
    if name == "forces":
        return "\n".join(_force_in_words(force) for force in kept or [])
    if name == "files":
        return "\n".join(kept or [])
    if not kept:
        return ""
    column = _column(name)
    if column.choices:
        return str(dict(column.flatchoices).get(kept, kept))
    return format_date(date.fromisoformat(kept)) if column.get_internal_type() == "DateField" else str(kept)


def _force_in_words(force: Mapping[str, str]) -> str:
    role = ForceRole(force["role"]).label
    return f"{force['name']} ({role}): {force['task']}" if force.get("task") else f"{force['name']} ({role})"


def _column(name: str) -> "Column[Any, Any]":
    of_registration = any(name in names for names in REGISTRATION_FIELDS.values())
    return cast("Column[Any, Any]", (Registration if of_registration else Dossier)._meta.get_field(name))


def _wanted(section: Section) -> int:
    """How many answers a section wants of everybody; files are wanted of nobody."""
    if section == Section.FORCES:
        return 1
    names = (*REGISTRATION_FIELDS.get(section, ()), *DOSSIER_FIELDS.get(section, ()))
    return len([name for name in names if name not in OPTIONAL | INDIVIDUAL_ONLY])
