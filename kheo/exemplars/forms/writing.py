"""The sections of a registration as forms.

While it is a draft nothing is required; what cannot be read is refused alone, and the rest is kept. The fields named
here are all that a person can write: whatever else a request carries is not looked at (T3).
"""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars import sections
from kheo.exemplars.enums import ForceRole, Kind, Origin, Section, Subject
from kheo.exemplars.models import Registration
from kheo.exemplars.receiving import levels_open_to
from kheo.kernel import clock
from kheo.kernel.formwork import DayField, LineField, TextField
from kheo.movements.naming import field_names

LONG = 4000  # characters of a long answer: two pages, as offices send them
MOST_FORCES = 30
MAY_STAY_EMPTY = sections.OPTIONAL | {"task"}
AGES = (10, 110)  # of a living person whose work is registered


class LongField(TextField):
    """A long answer."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, **kwargs):
        super().__init__(max_length=LONG, **kwargs)


class SectionForm(forms.Form):
    """One section: `answers` are those that can be read and were on the page, ready for `save_section`."""

    forces = None
    stays = ("kind", "level", "origin", "subject")  # always have an answer: an empty one changes nothing

    def __init__(self, data=None, *, registration: Registration):
        self.registration = registration
        super().__init__(data, initial=self._written())
        self.shape()
        for name, field in self.fields.items():
            field.required = False
            field.needed_to_send = name.partition("-")[0] not in MAY_STAY_EMPTY
            field.label = field.label or capfirst(sections.label(name))

    def shape(self) -> None:
        """What depends on the registration: choices, and fields that it does not have."""

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if self._was_given(name, value)}

    def _was_given(self, name: str, value: Any) -> bool:
        if name in self.stays and not value:
            return False
        return not self.fields[name].widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    def _written(self) -> dict[str, Any]:
        registration = self.registration
        return {
            name: getattr(registration if hasattr(registration, name) else registration.dossier, name)
            for name in self.base_fields
        }


class IdentityForm(SectionForm):
    title = LineField(
        max_length=300,
        help_text=gettext_lazy(
            "Short, easy to remember, and it says what is done. For example: Yên Giang ward uses its neighbourhood"
            " cultural houses well."
        ),
    )
    kind = forms.ChoiceField(choices=Kind, widget=forms.RadioSelect)
    field = forms.ChoiceField(
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Where none fits, leave it not classified: it is counted as such, never guessed."),
    )
    level = forms.ChoiceField(
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The level whose office receives it and considers recognising it."),
    )
    origin = forms.ChoiceField(choices=Origin, widget=forms.RadioSelect)
    retroactive = forms.BooleanField()

    def shape(self):
        registration = self.registration
        names = field_names(registration.round.movement, registration.unit)
        self.fields["field"].choices = [*names.items(), ("", _("Not classified"))]
        self.initial["field"] = registration.field.key if registration.field else ""
        if registration.submitted_at:
            del self.fields["level"]  # it decided who received it: policies.keeps_its_level
        else:
            levels = levels_open_to(registration.unit, registration.round, clock.today())
            self.fields["level"].choices = [(level.value, level.label) for level in levels]

    def clean_field(self):
        key = self.cleaned_data["field"]
        return self.registration.round.movement.fields.get(key=key) if key else None


class SubjectForm(SectionForm):
    subject = forms.ChoiceField(
        choices=Subject,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A model can be about one person too, and a typical example about a collective."),
    )
    person_name = LineField(max_length=120, help_text=gettext_lazy("Full name, as it should stand on the decision."))
    person_position = LineField(
        max_length=120,
        help_text=gettext_lazy("For example: secretary of the Party cell of village 1, Liên Hòa commune"),
    )
    person_birth_year = forms.IntegerField(help_text=gettext_lazy("Four figures, like 1975"))
    person_unit = LineField(max_length=200)

    def shape(self):
        if not self._is_about_a_person():
            for name in sections.INDIVIDUAL_ONLY:
                del self.fields[name]

    def _is_about_a_person(self):
        return (self.data.get("subject") or self.registration.subject) == Subject.INDIVIDUAL

    def clean_person_birth_year(self):
        year = self.cleaned_data["person_birth_year"]
        first, last = clock.today().year - AGES[1], clock.today().year - AGES[0]
        if year is not None and not first <= year <= last:
            raise forms.ValidationError(
                _("The year of birth must lie between %(first)s and %(last)s.") % {"first": first, "last": last}
            )
        return year


class ProblemForm(SectionForm):
    situation = LongField(
        label=gettext_lazy("What is the situation, and why this model?"),
        help_text=gettext_lazy(
            "What was wrong, and why it matters here. For example: the cultural houses of areas 1 to 4 had no air"
            " conditioning and no loudspeakers, and stood empty most of the week."
        ),
    )


class GoalsForm(SectionForm):
    goals = LongField(
        label=gettext_lazy("By what will you know that it has worked?"),
        help_text=gettext_lazy(
            "What can be counted or seen at the end. For example: 16 air conditioners in 4 cultural houses; 1.200 m²"
            " of yard paved; every house used at least three evenings a week."
        ),
    )


class MethodForm(SectionForm):
    method = LongField(
        help_text=gettext_lazy(
            "What is done, and how people are won over. For example: the Front explains in every neighbourhood meeting,"
            " cadres give first, every contribution is posted on the wall of the cultural house."
        )
    )
    linked_movement = LineField(
        max_length=200, help_text=gettext_lazy("For example: New-style countryside, or the “Godmother” programme")
    )


class PlaceForm(SectionForm):
    place = LineField(
        max_length=300, help_text=gettext_lazy("A real address. For example: canal of village 1, Liên Hòa commune")
    )
    beneficiaries = LongField(
        help_text=gettext_lazy(
            "Who is served and who takes part, with numbers where you have them. For example: 223 member households and"
            " near-poor women."
        )
    )


class ResourcesForm(SectionForm):
    resources = LongField(
        help_text=gettext_lazy(
            "Money and where it comes from, land, work-days, things. For example: more than 180 million đồng given by"
            " people and enterprises; 120 work-days of the Youth Union."
        )
    )
    starts_on = DayField()
    progress = LongField(
        help_text=gettext_lazy("The steps with their dates. For example: first quarter collecting, second building.")
    )
    evaluated_on = DayField()

    def clean(self):
        starts, evaluated = self.cleaned_data.get("starts_on"), self.cleaned_data.get("evaluated_on")
        if starts and evaluated and evaluated < starts:
            self.add_error("evaluated_on", _("The day of evaluation lies before the start."))


class OutputsForm(SectionForm):
    outputs = LongField(
        help_text=gettext_lazy(
            "What somebody can go and see. For example: 120 m of railing along the canal; 326 m of lane, 3 m wide."
        )
    )
    sustainability = LongField(
        help_text=gettext_lazy(
            "Who keeps it going, and where else it could be done. For example: the neighbourhood runs the house; areas"
            " 5 and 6 follow next year."
        )
    )


class ContactForm(SectionForm):
    contact_name = LineField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact_phone = LineField(
        max_length=30,
        widget=forms.TelInput(attrs={"autocomplete": "tel"}),
        help_text=gettext_lazy("For example: 0912 345 678"),
    )
    head_name = LineField(
        max_length=120, help_text=gettext_lazy("Full name of the head who has read and confirmed this registration.")
    )
    head_confirmed_on = DayField()

    def clean_contact_phone(self):
        phone = self.cleaned_data["contact_phone"]
        if phone and not _can_be_called(phone):
            raise forms.ValidationError(_("“%(phone)s” is not a phone number.") % {"phone": phone})
        return phone

    def clean_head_confirmed_on(self):
        day = self.cleaned_data["head_confirmed_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("The day of confirmation lies in the future."))
        return day


class ForcesForm(SectionForm):
    """Rows of force, role and task; a row left empty is no force. The rows are one answer: all of them or none."""

    def __init__(self, data=None, *, registration):
        self.asked = 0
        super().__init__(data, registration=registration)

    def shape(self):
        written = list(self.registration.forces.all())
        self.asked = min(self._rows_in_data() if self.is_bound else len(written) + 1, MOST_FORCES)
        for n in range(self.asked):
            self.fields |= _force_fields(n)
            if n < len(written):
                force = written[n]
                self.initial |= {f"name-{n}": force.name, f"role-{n}": force.role, f"task-{n}": force.task}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows for the page: their number and their three fields."""
        return [{"number": n + 1, "fields": [self[f"{part}-{n}"] for part in _PARTS]} for n in range(self.asked)]

    @property
    def answers(self):
        return {}

    @property
    def forces(self) -> list[dict[str, str]] | None:
        if not self.is_valid():
            return None
        rows = ({part: self.cleaned_data.get(f"{part}-{n}") or "" for part in _PARTS} for n in range(self.asked))
        return [row for row in rows if row["name"]]

    def clean(self):
        for n in range(self.asked):
            name, role, task = (self.cleaned_data.get(f"{part}-{n}") for part in _PARTS)
            if name and not role:
                self.add_error(f"role-{n}", _("Choose what “%(name)s” does in the work.") % {"name": name})
            if not name and (role or task) and f"name-{n}" not in self.errors:
                self.add_error(f"name-{n}", _("Write the name of the force, or leave the whole row empty."))

    def _rows_in_data(self):
        numbers = [int(n) for key in self.data if (n := key.removeprefix("name-")) != key and n.isdecimal()]
        return max(numbers, default=-1) + 1

    def _written(self):
        return {}


_PARTS = ("name", "role", "task")
_ROLES = [(role.value, capfirst(role.label)) for role in ForceRole]


def _force_fields(n: int) -> dict[str, forms.Field]:
    return {
        f"name-{n}": LineField(
            max_length=200,
            label=_("Name of the force"),
            help_text=_("For example: Youth Union of Liên Hòa commune") if n == 0 else "",
        ),
        f"role-{n}": forms.ChoiceField(label=_("Role"), choices=[("", "–"), *_ROLES]),
        f"task-{n}": LineField(max_length=300, label=_("What it does")),
    }


FORMS: Mapping[Section, type[SectionForm]] = {
    Section.IDENTITY: IdentityForm,
    Section.SUBJECT: SubjectForm,
    Section.PROBLEM: ProblemForm,
    Section.GOALS: GoalsForm,
    Section.METHOD: MethodForm,
    Section.PLACE: PlaceForm,
    Section.FORCES: ForcesForm,
    Section.RESOURCES: ResourcesForm,
    Section.OUTPUTS: OutputsForm,
    Section.CONTACT: ContactForm,
}


def _can_be_called(phone: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(phone, "VN"))
    except phonenumbers.NumberParseException:
        return False
