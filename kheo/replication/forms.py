"""What is asked of who copies, confirms, advises, calls and looks how far a model has come."""

from django import forms
from django.utils.translation import gettext_lazy

from kheo.kernel.formwork import DayField, LineField, TextField, as_field_error, today_as_written
from kheo.kernel.quantities import parse_whole
from kheo.units.enums import HEIGHT, Level

LONGEST = 4000


class SearchForm(forms.Form):
    """Narrowing the catalogue: words, a field, who it is about."""

    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, data, *, fields, kinds):
        super().__init__(data)
        everything = [("", gettext_lazy("All"))]
        self.fields["field"].choices = [*everything, *fields]
        self.fields["kind"].choices = [*everything, *kinds]


class ToldForm(forms.Form):
    """What a unit says of its copy (F11)."""

    changes = TextField(
        label=gettext_lazy("What is done differently here"),
        help_text=gettext_lazy("Place, people, means, steps. “Nothing” is an answer too."),
        max_length=LONGEST,
    )
    starts_on = DayField(label=gettext_lazy("When it starts"), initial=today_as_written)
    adviser = LineField(
        label=gettext_lazy("Who advises you"),
        help_text=gettext_lazy("A person or a unit that has done it. May stay empty."),
        max_length=200,
        required=False,
    )


class AdoptForm(ToldForm):
    """The same, and for which unit, in which round, under which name and call."""

    unit = forms.ChoiceField(label=gettext_lazy("For which unit"), widget=forms.RadioSelect)
    round = forms.ChoiceField(label=gettext_lazy("Round"), widget=forms.RadioSelect)
    title = LineField(
        label=gettext_lazy("Name of your model"),
        help_text=gettext_lazy("It may bear the name of the model you copy, or one of its own."),
        max_length=300,
        required=False,
    )
    call = forms.ChoiceField(label=gettext_lazy("Which call do you answer?"), widget=forms.RadioSelect, required=False)
    field_order = ["unit", "round", "title", "changes", "starts_on", "adviser", "call"]

    def __init__(self, data=None, *, units, rounds, calls, **kwargs):
        super().__init__(data, **kwargs)
        self.given = {"unit": _by_id(units), "round": _by_id(rounds), "call": _by_id(calls)}
        self._offer("unit", [(pk, unit.name) for pk, unit in self.given["unit"].items()])
        self._offer("round", [(pk, round_.name) for pk, round_ in self.given["round"].items()])
        if calls:
            none = [("", gettext_lazy("None: we do it on our own"))]
            self.fields["call"].choices = [(pk, call.title) for pk, call in self.given["call"].items()] + none
            self.fields["call"].initial = next(iter(self.given["call"]))
        else:
            del self.fields["call"]

    def _offer(self, name, choices):
        """A choice of one asks nothing."""
        self.fields[name].choices = choices
        if len(choices) == 1:
            self.fields[name].widget = forms.HiddenInput()
            self.fields[name].initial = choices[0][0]

    def clean_unit(self):
        return self.given["unit"][self.cleaned_data["unit"]]

    def clean_round(self):
        return self.given["round"][self.cleaned_data["round"]]

    def clean_call(self):
        return self.given["call"].get(self.cleaned_data["call"])


class RefuseForm(forms.Form):
    """Why a copy is not confirmed."""

    reason = TextField(
        label=gettext_lazy("Why is the copy not confirmed?"),
        help_text=gettext_lazy("The unit reads this and may tell its copy anew."),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write why the copy is not confirmed.")},
    )


class AdviseForm(forms.Form):
    """What the unit that has done it tells the one that copies it."""

    words = TextField(
        label=gettext_lazy("Your advice"),
        help_text=gettext_lazy("What should they do first, what would you do differently, whom may they ask?"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write your advice.")},
    )


class CloseForm(forms.Form):
    """What came of a call."""

    words = TextField(label=gettext_lazy("What came of it"), max_length=LONGEST, required=False)


class CallForm(forms.Form):
    """A call: which exemplars, whom, how many, until when."""

    unit = forms.ChoiceField(label=gettext_lazy("Who calls"), widget=forms.RadioSelect)
    exemplars = forms.MultipleChoiceField(
        label=gettext_lazy("Which exemplars may be copied"),
        help_text=gettext_lazy("A unit that answers copies one of them."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one exemplar.")},
    )
    title = LineField(
        label=gettext_lazy("What is called for"),
        help_text=gettext_lazy("For example: ten communes copy “One party member, ten households” by 30 June"),
        max_length=200,
    )
    level = forms.ChoiceField(label=gettext_lazy("Units called on"), widget=forms.RadioSelect)
    wanted = LineField(label=gettext_lazy("How many copies"), max_length=7, widget=forms.NumberInput)
    due = DayField(label=gettext_lazy("By which day"))
    words = TextField(label=gettext_lazy("What the units should know"), max_length=LONGEST, required=False)

    def __init__(self, data=None, *, units, patterns, **kwargs):
        super().__init__(data, **kwargs)
        self.units, self.patterns = _by_id(units), {str(p.exemplar_id): p for p in patterns}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = next(iter(self.units))
        self.fields["exemplars"].choices = [(pk, f"{p.title} – {p.unit_name}") for pk, p in self.patterns.items()]
        highest = max(HEIGHT[Level(unit.level)] for unit in units)
        self.fields["level"].choices = [(level.value, level.label) for level in Level if HEIGHT[level] < highest]

    def clean_unit(self):
        return self.units[self.cleaned_data["unit"]]

    def clean_exemplars(self):
        return [self.patterns[pk].exemplar for pk in self.cleaned_data["exemplars"]]

    def clean_wanted(self):
        with as_field_error():
            return parse_whole(self.cleaned_data["wanted"])


class CoverageForm(forms.Form):
    """Over which units, of which level, on which day."""

    unit = forms.ChoiceField(label=gettext_lazy("Below which unit"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Which units are counted"), required=False)
    on = DayField(label=gettext_lazy("As of"), required=False)

    def __init__(self, data, *, units, levels):
        super().__init__(data)
        self.units = _by_id(units)
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["level"].choices = [(level.value, level.label) for level in levels]


def _by_id(records):
    return {str(record.pk): record for record in records}
