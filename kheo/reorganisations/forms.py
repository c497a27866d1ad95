"""From what a keeper types to the steps of a plan. What history allows is asked by the verbs."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.kernel import files
from kheo.kernel.errors import BadInput
from kheo.kernel.formwork import DayField, LineField, TextField, as_field_error
from kheo.kernel.text import clean_line, fold
from kheo.reorganisations import planning
from kheo.units import finder
from kheo.units.enums import Kind, Level
from kheo.units.fields import UnitField
from kheo.units.models import Unit

_ONE_A_LINE = gettext_lazy("Code or name, one unit a line")
_HERE_OR_NEW = gettext_lazy("Code or name of a unit that exists, or of a new one in this plan")


class BeginForm(forms.Form):
    """What a re-organisation is called, from which day, on which paper."""

    title = LineField(label=gettext_lazy("Name"), max_length=200)
    on = DayField(label=gettext_lazy("First day of the new order"))
    legal_basis = LineField(
        label=gettext_lazy("Legal basis"),
        max_length=200,
        help_text=gettext_lazy("Number, date and issuer of the paper"),
    )


class ChangeForm(forms.Form):
    """A change of the plan; `steps` after it is valid. Units are those of the last day of the old order."""

    units = ()  # the names of the fields that hold a unit, old
    aims = ()  # of those that may also hold a new one

    def __init__(self, *args, plan, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan, self.day = plan, day

    def clean(self):
        answers = super().clean()
        for name, look in [*((name, self.old) for name in self.units), *((name, self.aim) for name in self.aims)]:
            if text := answers.get(name):
                try:
                    with as_field_error():
                        answers[name] = look(text)
                except forms.ValidationError as unknown:
                    self.add_error(name, unknown)
        return answers

    def old(self, text):
        return finder.find(text, self.day)

    def aim(self, text):
        """A unit to be founded by this plan before one that bears the same code or name until then."""
        for change in self.plan.changes.filter(kind="found"):
            if fold(text) in (fold(change.code), fold(change.name), fold(f"{change.name} ({change.code})")):
                return change
        return self.old(text)

    def each(self, text, look):
        """What stands in the lines of a field, each found."""
        with as_field_error():
            return [look(line) for line in map(clean_line, text.splitlines()) if line]


class FoundForm(ChangeForm):
    name = LineField(label=gettext_lazy("Name"), max_length=200)
    code = LineField(
        label=gettext_lazy("Code"), max_length=40,
        help_text=gettext_lazy("It may be the code of a unit that ends by this plan"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level, initial=Level.COMMUNE)
    under = UnitField(label=gettext_lazy("Superior"), help_text=_HERE_OR_NEW)
    aims = ("under",)

    def steps(self):
        return [planning.founding(**self.cleaned_data)]


class MergeForm(ChangeForm):
    merged = TextField(label=gettext_lazy("Which units end"), help_text=_ONE_A_LINE)
    into = UnitField(label=gettext_lazy("As which unit they go on"), help_text=_HERE_OR_NEW)
    aims = ("into",)

    def clean_merged(self):
        return self.each(self.cleaned_data["merged"], self.old)

    def steps(self):
        return planning.merge(self.cleaned_data["merged"], self.cleaned_data["into"])


class SplitForm(ChangeForm):
    unit = UnitField(label=gettext_lazy("Which unit ends"), help_text=gettext_lazy("Code or name"))
    parts = TextField(
        label=gettext_lazy("As which units its parts go on"),
        help_text=gettext_lazy(
            "One unit a line, old or new; after a colon the villages that go there, with commas between"
        ),
    )
    units = ("unit",)

    def clean_parts(self):
        parts = self.each(self.cleaned_data["parts"], self._part)
        if len(parts) < 2:
            raise forms.ValidationError(
                _("Name at least two units; a unit that goes on as one other is merged into it.")
            )
        return parts

    def _part(self, line):
        name, _colon, villages = line.partition(":")
        if len(villages) > 200:
            raise BadInput(_("At most 200 letters of villages fit: leave out the word for village."))
        return self.aim(clean_line(name)), clean_line(villages)

    def steps(self):
        return planning.split(self.cleaned_data["unit"], self.cleaned_data["parts"])


class RenameForm(ChangeForm):
    unit = UnitField(label=gettext_lazy("Which unit"), help_text=gettext_lazy("Code or name"))
    name = LineField(label=gettext_lazy("New name"), max_length=200)
    units = ("unit",)

    def steps(self):
        return planning.rename(**self.cleaned_data)


class MoveForm(ChangeForm):
    moved = TextField(label=gettext_lazy("Which units"), help_text=_ONE_A_LINE)
    under = UnitField(label=gettext_lazy("New superior"), help_text=_HERE_OR_NEW)
    aims = ("under",)

    def clean_moved(self):
        return self.each(self.cleaned_data["moved"], self.old)

    def steps(self):
        return [step for unit in self.cleaned_data["moved"] for step in planning.move(unit, self.cleaned_data["under"])]


class RegradeForm(ChangeForm):
    unit = UnitField(label=gettext_lazy("Which unit"), help_text=gettext_lazy("Code or name"))
    kind = forms.ChoiceField(label=gettext_lazy("New kind"), choices=Kind)
    level = forms.ChoiceField(label=gettext_lazy("New level"), choices=Level, initial=Level.COMMUNE)
    units = ("unit",)

    def steps(self):
        return planning.regrade(**self.cleaned_data)


class DissolveForm(ChangeForm):
    ending = TextField(label=gettext_lazy("Which units end"), help_text=_ONE_A_LINE)

    def clean_ending(self):
        return self.each(self.cleaned_data["ending"], self.old)

    def steps(self):
        return [step for unit in self.cleaned_data["ending"] for step in planning.dissolve(unit)]


FORMS = {
    "found": FoundForm, "merge": MergeForm, "split": SplitForm, "rename": RenameForm, "move": MoveForm,
    "regrade": RegradeForm, "dissolve": DissolveForm,
}  # fmt: skip


class SheetForm(forms.Form):
    """The mapping of a whole province."""

    file = forms.FileField(
        label=gettext_lazy("The table"),
        help_text=gettext_lazy("Excel (.xlsx, .xls), .ods or .csv; the first sheet that is not empty is read."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in files.SHEETS)}),
        error_messages={
            "required": gettext_lazy("Choose the file with the table."),
            "empty": gettext_lazy("This file is empty. Choose the file with the table."),
        },
    )


class ReplacingSheetForm(SheetForm):
    """The same, where the plan holds something already."""

    ADD, REPLACE = "add", "replace"
    how = forms.ChoiceField(
        label=gettext_lazy("What becomes of what is in the plan"),
        choices=[
            (REPLACE, gettext_lazy("The table takes its place")),
            (ADD, gettext_lazy("It stays, and the table is added")),
        ],
        widget=forms.RadioSelect,
        initial=REPLACE,
    )
    field_order = ("file", "how")


class HandForm(forms.Form):
    """To which unit a registration goes, on which paper."""

    to_unit = UnitField(label=gettext_lazy("To which unit"), help_text=gettext_lazy("Code or name"))
    legal_basis = LineField(label=gettext_lazy("Legal basis"), max_length=200, required=False)

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_to_unit(self) -> Unit:
        with as_field_error():
            return finder.find(self.cleaned_data["to_unit"], self.day)
