"""Why a certificate no longer holds."""

from django import forms
from django.utils.translation import gettext_lazy

from kheo.kernel.formwork import LineField


class WithdrawForm(forms.Form):
    """The reason stays with the certificate; whoever checks its code reads only that it was withdrawn."""

    reason = LineField(label=gettext_lazy("Why it is withdrawn"), max_length=300)
