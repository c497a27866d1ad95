"""The registration as short sections: which answers each holds, which are wanted, and how far each has come.

F1 of movement.md §3.4: all boxes are wanted before it is sent (BR-04); while it is a draft, gaps are allowed.
"""

from dataclasses import dataclass

from kheo.exemplars.enums import Section, SectionState, Status, Subject
from kheo.exemplars.models import Dossier, Force, Registration

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
# May stay empty: an unclassified field is shown, never forced (movement.md §4.5 rule 2); the rest is known not to exist.
OPTIONAL = {"field", "retroactive", "linked_movement", "person_position", "person_birth_year", "person_unit"}
INDIVIDUAL_ONLY = {"person_name", "person_position", "person_birth_year", "person_unit"}


@dataclass(frozen=True)
class SectionView:
    """A section as the task list shows it."""

    section: Section
    state: SectionState
    gaps: tuple[str, ...]
    saved_at: object = None
    saved_by: object = None

    @property
    def label(self):
        return self.section.label


def overview(registration: Registration) -> list[SectionView]:
    """Every section with its state, in order. Files may stay empty."""
    saves = {save.section: save for save in registration.saves.select_related("by")}
    mend = {r.section for r in registration.returns.all()} if registration.status == Status.RETURNED else set()
    views = []
    for section in Section:
        save, missing = saves.get(section), gaps(registration, section)
        if section in mend:
            state = SectionState.TO_MEND
        elif not missing and (save or section != Section.FILES):
            state = SectionState.DONE
        elif save or len(missing) < _wanted(section):
            state = SectionState.IN_PROGRESS
        else:
            state = SectionState.NOT_STARTED
        views.append(SectionView(section, state, tuple(missing), save and save.at, save and save.by))
    return views


def gaps(registration: Registration, section: Section) -> list[str]:
    """The wanted answers of a section that are still empty, by field name."""
    if section == Section.FORCES:
        return [] if registration.forces.exists() else ["forces"]
    dossier = getattr(registration, "dossier", None)
    missing = [
        name
        for name in REGISTRATION_FIELDS.get(section, ())
        if name not in OPTIONAL and not getattr(registration, name)
    ]
    for name in DOSSIER_FIELDS.get(section, ()):
        if name in OPTIONAL or (name in INDIVIDUAL_ONLY and registration.subject != Subject.INDIVIDUAL):
            continue
        if dossier is None or not getattr(dossier, name):
            missing.append(name)
    return missing


def label(name: str) -> str:
    """The words on the page for an answer."""
    if name == "forces":
        return str(Section.FORCES.label)
    model = Registration if any(name in names for names in REGISTRATION_FIELDS.values()) else Dossier
    return str(model._meta.get_field(name).verbose_name)


def content(registration: Registration) -> dict[str, str]:
    """All answers as text, by field name: what a submission keeps and two submissions are compared by."""
    answers = {}
    for names in REGISTRATION_FIELDS.values():
        for name in names:
            answers[name] = _text(registration, name)
    for names in DOSSIER_FIELDS.values():
        for name in names:
            answers[name] = _text(registration.dossier, name)
    answers["forces"] = "\n".join(
        f"{force.name} ({force.get_role_display()}){': ' + force.task if force.task else ''}"
        for force in _forces(registration)
    )
    return answers


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The names of the answers that differ between two submissions."""
    return [name for name in after if before.get(name, "") != after[name]]


def _forces(registration: Registration) -> list[Force]:
    return list(registration.forces.all())


def _text(record, name: str) -> str:
    value = getattr(record, name)
    return "" if value is None else str(value)


def _wanted(section: Section) -> int:
    names = (*REGISTRATION_FIELDS.get(section, ()), *DOSSIER_FIELDS.get(section, ()))
    return max(1, len([name for name in names if name not in OPTIONAL | INDIVIDUAL_ONLY]))
