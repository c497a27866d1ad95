"""From what a keeper types to clean values. What history allows is asked by the verbs."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kheo.kernel.formwork import DayField, LineField, as_field_error, today_as_written
from kheo.people import names, policies
from kheo.people.enums import InvitationForm, Language
from kheo.people.fields import EmailField, PersonField, PhoneField
from kheo.units import finder
from kheo.units.enums import ROLE_MEANS, Kind, Level, Role, Share
from kheo.units.fields import UnitField
from kheo.units.models import Unit
from kheo.units.permissions import can_keep


class LookForm(forms.Form):
    """How the tree is looked at."""

    on = DayField(label=_("As of"), required=False)
    ended = forms.BooleanField(label=_("Include units that no longer exist"), required=False)


class HistoryForm(forms.Form):
    """What all changes of a unit's history share: from which day, and on which paper they rest."""

    on = DayField(label=_("From which day"), initial=today_as_written)
    legal_basis = LineField(
        label=_("Legal basis"), max_length=200, required=False, help_text=_("Number, date and issuer of the paper")
    )
    units = ()  # the names of the fields that hold a unit

    def clean(self):
        answers = super().clean()
        day = answers.get("on")
        for name in self.units if day else ():
            if text := answers.get(name):
                self._find_unit(name, text, day)
        return answers

    def _find_unit(self, name, text, day):
        try:
            with as_field_error():
                self.cleaned_data[name] = finder.find(text, day)
        except forms.ValidationError as unknown:
            self.add_error(name, unknown)


class FoundForm(HistoryForm):
    """A unit comes into being."""

    name = LineField(label=_("Name"), max_length=200)
    code = LineField(label=_("Code"), max_length=40, help_text=_("Short and lasting, as in your lists: QY-YG"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("Choose a level")), *Level.choices])
    until = DayField(
        label=_("Last day"), required=False, help_text=_("Only for a unit that has ended or is known to end")
    )
    field_order = ["name", "code", "kind", "level", "on", "until", "legal_basis"]


class RenameForm(HistoryForm):
    """A unit gets another name."""

    name = LineField(label=_("New name"), max_length=200)
    field_order = ["name", "on", "legal_basis"]


class MoveForm(HistoryForm):
    """A unit gets another superior."""

    parent = UnitField(label=_("New superior"), help_text=_("Code or name"))
    field_order = ["parent", "on", "legal_basis"]
    units = ("parent",)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self):
        answers = super().clean()
        parent = answers.get("parent")
        if isinstance(parent, Unit) and not can_keep.allows(self.by, parent):
            sentence = _("You do not manage %(unit)s. A system keeper above both units can make this move.")
            self.add_error("parent", sentence % {"unit": parent.name})
        return answers


class RegradeForm(HistoryForm):
    """A unit becomes a body of another kind or level."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    level = forms.ChoiceField(label=_("Level"), choices=Level)
    field_order = ["kind", "level", "on", "legal_basis"]


class CloseForm(HistoryForm):
    """A unit ends."""

    on = None
    last_day = DayField(label=_("Last day"), initial=today_as_written)
    field_order = ["last_day", "legal_basis"]


class SucceedForm(HistoryForm):
    """A unit, or a part of it, goes on as another."""

    successor = UnitField(label=_("Successor"), help_text=_("Code or name of the unit that exists from that day"))
    share = forms.ChoiceField(label=_("What went over"), choices=Share, initial=Share.WHOLE, widget=forms.RadioSelect)
    note = LineField(
        label=_("Which part"),
        max_length=200,
        required=False,
        help_text=_("The villages that went over, with commas between: their works then count there"),
    )
    field_order = ["successor", "share", "note", "on", "legal_basis"]
    units = ("successor",)


class RoleForm(forms.Form):
    """A role in a unit, from a day to a day."""

    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect,
        choices=[(role.value, format_lazy("{} – {}", role.label, ROLE_MEANS[role])) for role in Role],
    )  # fmt: skip
    on = DayField(label=_("From which day"), initial=today_as_written)
    until = DayField(label=_("Last day"), required=False, help_text=_("Leave empty when no end is known"))


class AppointForm(RoleForm):
    """A role for somebody who has an account already."""

    person = PersonField(label=_("Who"))
    field_order = ["person", "role", "on", "until"]


class HowForm(forms.Form):
    """How the first sign-in reaches the person."""

    form = forms.ChoiceField(
        label=_("How the first sign-in reaches the person"), choices=InvitationForm, initial=InvitationForm.LINK,
        widget=forms.RadioSelect,
    )  # fmt: skip


class InviteForm(HowForm, RoleForm):
    """A new person: who, in which role, and how the first sign-in reaches them."""

    full_name = LineField(label=_("Full name"), max_length=120)
    phone = PhoneField(label=_("Phone number"), required=False, help_text=_("The person can sign in with it"))
    email = EmailField(label=_("E-mail address"), required=False, help_text=_("For a new password when it is lost"))
    username = LineField(
        label=_("User name"), max_length=60, required=False,
        help_text=_("Leave empty: it is made from the name, like lan.nguyenthi"),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=Language, initial=Language.VIETNAMESE, widget=forms.RadioSelect
    )
    field_order = ["full_name", "phone", "email", "username", "role", "on", "until", "language", "form"]

    def clean_phone(self):
        return self._nobody_elses("phone", names.read_phone)

    def clean_email(self):
        return self._nobody_elses("email", names.read_email)

    def clean_username(self):
        return self._nobody_elses("username", names.read_username)

    def _nobody_elses(self, name, read):
        text = self.cleaned_data[name]
        with as_field_error():
            value = read(text) if text else ""
            policies.can_bear(name, value)
        return value


class ReleaseForm(forms.Form):
    """A role ends."""

    last_day = DayField(label=_("Last day"), initial=today_as_written)


class HandOverForm(forms.Form):
    """To whom, from when, why. Colleagues are offered; anybody else is named."""

    colleague = forms.ChoiceField(label=_("Who takes over"), required=False)
    other = PersonField(label=_("Or somebody else"), required=False)
    on = DayField(label=_("From which day"), initial=today_as_written)
    reason = LineField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].needed_to_send = self.fields["other"].needed_to_send = True  # one of the two
        self.colleagues = {str(person.pk): person for person in colleagues}
        chosen = [("", _("somebody else, named below"))]
        self.fields["colleague"].choices = chosen + [(pk, person.full_name) for pk, person in self.colleagues.items()]

    def clean(self):
        answers = super().clean()
        colleague, other = self.colleagues.get(answers.get("colleague", "")), answers.get("other")
        if bool(colleague) == bool(other) and "other" not in self.errors:
            self.add_error("colleague", _("Choose one colleague, or name one other person."))
        answers["successor"] = colleague or other
        return answers
