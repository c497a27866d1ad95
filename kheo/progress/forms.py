"""What is asked when progress is reported, a pulse answered, a model re-checked and ruled on."""

from django import forms
from django.utils.translation import gettext_lazy

from kheo.kernel.formwork import DayField, TextField, today_as_written
from kheo.progress.enums import Decision

LONGEST = 4000
YES, NO = "yes", "no"


class ProgressForm(forms.Form):
    """How the work goes."""

    content = TextField(
        label=gettext_lazy("What was done so far"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what was done so far.")},
    )
    difficulties = TextField(label=gettext_lazy("Difficulties and proposals"), max_length=LONGEST, required=False)


class WhyForm(forms.Form):
    """What changed, or why it stopped."""

    why = TextField(
        label=gettext_lazy("What changed, or why did it stop?"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what changed, or why it stopped.")},
    )


class RecheckForm(forms.Form):
    """The sheet of the yearly re-check (F12)."""

    running = forms.ChoiceField(
        label=gettext_lazy("Is it still running?"),
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
        widget=forms.RadioSelect,
    )
    effect = TextField(label=gettext_lazy("What is its effect today?"), max_length=LONGEST)
    evidence_on = DayField(
        label=gettext_lazy("Of which day is the evidence?"),
        help_text=gettext_lazy("The day on which you saw it, or of the photo, list or minutes"),
        initial=today_as_written,
    )
    decision = forms.ChoiceField(label=gettext_lazy("What is to be done?"), choices=Decision, widget=forms.RadioSelect)
    reason = TextField(label=gettext_lazy("Why?"), max_length=LONGEST)

    def clean_running(self):
        return self.cleaned_data["running"] == YES


class RuleForm(forms.Form):
    """The office decides as proposed, or otherwise with a reason."""

    decision = forms.ChoiceField(label=gettext_lazy("What is decided?"), choices=Decision, widget=forms.RadioSelect)
    reason = TextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Wanted where you decide otherwise than was proposed."),
        max_length=LONGEST,
        required=False,
    )
