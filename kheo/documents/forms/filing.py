"""The signed copy of a paper, and what is wrong in one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.documents.corrections import Amendment
from kheo.documents.enums import Mistake
from kheo.kernel.formwork import LineField

AMENDMENTS = 3  # so many boxes for mistakes on one page; more begin another correction


class SignedForm(forms.Form):
    """The copy that came back from signing."""

    file = forms.FileField(
        label=gettext_lazy("The signed paper as PDF"), help_text=gettext_lazy("At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": gettext_lazy("Choose the file that came back from signing.")},
    )  # fmt: skip
    scanned = forms.BooleanField(
        label=gettext_lazy("It is a scan of a paper signed by hand: there is no digital signature in it"),
        required=False,
    )


class CorrectionForm(forms.Form):
    """What is wrong in an issued paper, and how it should read."""

    mistake = forms.ChoiceField(
        label=gettext_lazy("Where is the mistake?"), choices=Mistake.choices, widget=forms.RadioSelect,
        initial=Mistake.CONTENT,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, AMENDMENTS + 1):
            told = {"number": number}
            for part, label in (
                ("place", _("Mistake %(number)s: where it stands") % told),
                ("wrong", _("Mistake %(number)s: what is printed") % told),
                ("right", _("Mistake %(number)s: how it should read") % told),
            ):
                self.fields[f"{part}-{number}"] = LineField(label=label, required=number == 1, max_length=300)

    def clean(self) -> dict[str, Any]:
        rows = [[self.cleaned_data.get(f"{part}-{n}", "") for part in ("place", "wrong", "right")]
                for n in range(1, AMENDMENTS + 1)]  # fmt: skip
        if any(any(row) and not all(row) for row in rows):
            raise ValidationError(_("Say of each mistake where it stands, what is printed and how it should read."))
        self.cleaned_data["amendments"] = [Amendment(*row) for row in rows if all(row)]
        return self.cleaned_data
