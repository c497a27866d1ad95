"""What is asked when the office answers, and when the unit withdraws or reports."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.enums import DeclineReason, Section
from kheo.exemplars.forms.writing import LongField
from kheo.kernel import clock
from kheo.kernel.formwork import DayField
from kheo.kernel.text import clean

SHORT = 500  # characters of a reason: it becomes the title of a task


class ReasonField(forms.CharField):
    """A reason in the person's own words, short enough to be a title."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs):
        super().__init__(max_length=SHORT, **kwargs)

    def to_python(self, value):
        return clean(super().to_python(value))


class ReturnForm(forms.Form):
    reason = ReasonField(
        label=gettext_lazy("What should the unit change?"),
        help_text=gettext_lazy(
            "Your words become the title of the unit's task. For example: Add a photo of the yard after it was paved."
        ),
    )
    section = forms.ChoiceField(
        label=gettext_lazy("In which section?"),
        required=False,
        choices=[("", gettext_lazy("In several, or in none of them")), *Section.choices],
    )
    due = DayField(label=gettext_lazy("Wanted back by"), required=False)

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due and due < clock.today():
            raise forms.ValidationError(_("This day has passed. Give the unit a day that is still to come."))
        return due


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why is it not taken into the list?"),
        choices=[(reason.value, capfirst(reason.label)) for reason in DeclineReason],
        widget=forms.RadioSelect,
    )
    note = ReasonField(
        label=gettext_lazy("Explanation for the unit"),
        help_text=gettext_lazy("For example: the same railing is registered by the Youth Union under MH-2024-0031."),
    )


class WithdrawForm(forms.Form):
    """What was sent is withdrawn with a reason; a draft needs none."""

    reason = ReasonField(label=gettext_lazy("Why does the unit withdraw it?"))

    def __init__(self, data=None, *, was_sent: bool):
        super().__init__(data)
        self.fields["reason"].required = was_sent


class ResultForm(forms.Form):
    content = LongField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("Compared with what was registered: what, where, by whom, when."),
    )
    effect = LongField(
        label=gettext_lazy("Results and real effect"),
        help_text=gettext_lazy(
            "With numbers where there are any. For example: 28 children sponsored, 2 of them new; 106,8 million đồng."
        ),
    )
    difficulties = LongField(label=gettext_lazy("Difficulties and proposals"), required=False)
