"""What is asked when a movement is launched, governed, given rounds, days, targets and names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.documents.enums import PaperKind
from kheo.documents.models import Paper
from kheo.kernel import clock
from kheo.kernel.formwork import DayField, LineField
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.movements.enums import MilestoneKind, TargetMeasure
from kheo.movements.models import Field
from kheo.movements.permissions import units_run_by
from kheo.units import tree
from kheo.units.enums import Level
from kheo.units.models import Unit

MOST_ASKED = 9_999  # of a unit, by a target


class WholeNumberField(forms.IntegerField):
    """A whole number of at most `most`, as we write it: 1.250."""

    widget = forms.NumberInput

    def __init__(self, *, most: int, **options):
        super().__init__(localize=True, widget=forms.NumberInput, **options)
        self.most = most

    def clean(self, value):
        number = super().clean(value)
        if number is not None and not 0 <= number <= self.most:
            raise forms.ValidationError(_("Write a number from 0 to %(most)s.") % {"most": format_number(self.most)})
        return number


class LaunchForm(forms.Form):
    code = LineField(label=_("Code"), max_length=40, help_text=_("Short and never changed, for example DVK-BT"))
    name = LineField(label=_("Name"), max_length=200)
    owner = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that runs it"), empty_label=None)
    starts = DayField(label=_("First day of the stage"))
    ends = DayField(label=_("Last day of the stage"), required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = _run_by(person)


class RoundForm(forms.Form):
    code = LineField(label=_("Code"), max_length=40, help_text=_("For example 2025"))
    name = LineField(label=_("Name"), max_length=200, help_text=_("For example Year 2025"))
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"))
    demands_lower_recognition = forms.BooleanField(
        label=_("A unit proposes upward only what it has recognised"), required=False, initial=True
    )


class MilestoneForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=MilestoneKind)
    level = forms.ChoiceField(
        label=_("Level"), required=False, help_text=_("Choose a level only if it has a day of its own.")
    )
    on = DayField(label=_("Day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("Every level")), *Level.choices]


class TargetForm(forms.Form):
    measure = forms.ChoiceField(label=_("What is asked"), choices=TargetMeasure)
    level = forms.ChoiceField(label=_("Of the units of the level"), choices=Level)
    at_least = WholeNumberField(label=_("At least"), most=MOST_ASKED)
    at_most = WholeNumberField(label=_("At most"), most=MOST_ASKED, required=False)
    paper = forms.ModelChoiceField(
        Paper.objects.none(), label=_("Paper that asks for it"), required=False, empty_label=_("None")
    )

    def __init__(self, *args, movement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = movement.papers.order_by("date", "pk")


class FieldNameForm(forms.Form):
    field = forms.ModelChoiceField(Field.objects.none(), label=_("Field"), empty_label=None)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Where it is called so"),
        empty_label=None,
        help_text=_("There and in all units below it."),
    )
    name = LineField(
        label=_("Name there"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty to return to the common name."),
    )

    def __init__(self, *args, movement, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = movement.fields.all()
        self.fields["unit"].queryset = _run_by(person)


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of paper"), choices=PaperKind)
    number = LineField(label=_("Number and symbol"), max_length=60, help_text=_("For example 08-HD/BDVTU"))
    on = DayField(label=_("Date"), required=False)
    issuer = forms.ModelChoiceField(Unit.objects.none(), label=_("Issued by"), empty_label=None)
    title = LineField(label=_("On what"), max_length=300, required=False)
    signatory = LineField(label=_("Signed by"), max_length=120, required=False)

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        above = tree.chain(owner.pk, on=clock.today())
        self.fields["issuer"].queryset = Unit.objects.filter(pk__in=above).in_order()
        self.fields["issuer"].initial = owner.pk

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("%(day)s is in the future: check the date.") % {"day": format_date(day)})
        return day


def _run_by(person):
    return Unit.objects.filter(pk__in=units_run_by(person)).in_order()
