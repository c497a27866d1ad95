"""What is asked of a decision that rewards."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.awards import policies
from kheo.awards.enums import Form
from kheo.exemplars.models import Registration
from kheo.kernel.formwork import DayField, LineField, TextField, as_field_error
from kheo.kernel.text import clean_line

SHOWN = 200  # what was recognised, to be ticked; others are named by their code


class RecordForm(forms.Form):
    """The decision, and whom it names: ticked among what was recognised, or by code."""

    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=Form)
    issuer = LineField(
        label=gettext_lazy("Who decided"), max_length=200,
        help_text=gettext_lazy("For example: Chủ tịch UBND tỉnh Bình Thuận"),
    )  # fmt: skip
    number = LineField(
        label=gettext_lazy("Number of the decision"), max_length=60, help_text=gettext_lazy("For example 155/QĐ-UBND")
    )
    on = DayField(label=gettext_lazy("Date of the decision"))
    chosen = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom it names, among those recognised"), queryset=Registration.objects.none(),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    codes = TextField(
        label=gettext_lazy("Others, by their code"), required=False, help_text=gettext_lazy("One code a line"),
    )  # fmt: skip

    def __init__(self, *args, round_, registrations, **kwargs):
        """`registrations` are those that the person may choose of."""
        super().__init__(*args, **kwargs)
        self.round, self.registrations = round_, registrations
        recognised = registrations.recognised().order_by("unit__sort_key", "pk")
        self.fields["chosen"].queryset = registrations
        self.fields["chosen"].choices = [(one.pk, f"{one.title} – {one.unit_name}") for one in recognised[:SHOWN]]
        if not self.fields["chosen"].choices:
            del self.fields["chosen"]

    def clean_on(self):
        with as_field_error():
            policies.can_be_given_on(self.round, self.cleaned_data["on"])
        return self.cleaned_data["on"]

    def clean_codes(self):
        codes = list(dict.fromkeys(filter(None, map(clean_line, self.cleaned_data["codes"].splitlines()))))
        found = {one.code: one for one in self.registrations.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(
                _("No registration of this round has the code “%(code)s”: copy it from its page.")
                % {"code": unknown[0]}
            )
        return list(found.values())

    @property
    def named(self):
        """Everybody the decision names, once it is valid."""
        return [*self.cleaned_data.get("chosen", []), *self.cleaned_data["codes"]]


class WithdrawForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Why is it withdrawn from the list?"),
        error_messages={"required": gettext_lazy("Write why the award is withdrawn from the list.")},
    )
