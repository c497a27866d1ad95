"""What is asked for roll-ups: the file, and whose key is trusted from when."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.kernel import clock
from kheo.kernel.formwork import DayField, LineField, as_field_error, today_as_written
from kheo.rollups import keys
from kheo.units import finder
from kheo.units.fields import UnitField
from kheo.units.models import Unit


class TakeForm(forms.Form):
    """The file that arrived."""

    file = forms.FileField(
        label=gettext_lazy("The roll-up"),
        help_text=gettext_lazy("The file as it was sent, unopened; it ends in .json."),
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={
            "required": gettext_lazy("Choose the file that was sent."),
            "empty": gettext_lazy("This file is empty. Choose the file that was sent."),
        },
    )


class TrustForm(forms.Form):
    """Whose files are taken with which key."""

    unit = UnitField(label=gettext_lazy("Unit that sends"), help_text=gettext_lazy("Code or name"))
    key = LineField(
        label=gettext_lazy("Its public key"),
        max_length=120,
        help_text=gettext_lazy("The line that its installation shows; it begins with kheo-rollup-key"),
    )
    starts = DayField(
        label=gettext_lazy("Files made from"), initial=today_as_written,
        help_text=gettext_lazy("An earlier day takes files that were made already"),
    )  # fmt: skip
    compared = forms.BooleanField(
        label=gettext_lazy("I have compared the fingerprint with the sender by telephone"),
        error_messages={"required": gettext_lazy("Compare the fingerprint by telephone, then tick this.")},
    )

    def clean_unit(self) -> Unit:
        with as_field_error():
            return finder.find(self.cleaned_data["unit"], clock.today())

    def clean_key(self) -> str:
        with as_field_error():
            return keys.read(self.cleaned_data["key"])

    def clean_starts(self):
        if self.cleaned_data["starts"] > clock.today():
            raise forms.ValidationError(_("A key is trusted from today or from an earlier day."))
        return self.cleaned_data["starts"]
