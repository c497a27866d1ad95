"""What is asked about a photograph or file."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

from kheo.criteria.criterion import Criterion
from kheo.exemplars.models import RegistrationFile
from kheo.kernel.formwork import LineField
from kheo.results.models import Achievement


class CaptionForm(forms.Form):
    """What it shows, whether the people shown agreed, and what it proves, where there is something to choose."""

    caption = LineField(label=gettext_lazy("What it shows"), required=False, max_length=200)
    people_agreed = forms.BooleanField(
        label=gettext_lazy("Whoever can be recognised agreed to be shown"), required=False
    )
    results = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Results that it shows"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    code = forms.ChoiceField(label=gettext_lazy("Criterion"), required=False)

    def __init__(self, data=None, *, attached: RegistrationFile, leaves: Sequence[Criterion],
                 achievements: Sequence[Achievement], proved: Sequence[int] = ()):  # fmt: skip
        initial = {
            "caption": attached.caption, "people_agreed": attached.people_agreed, "code": attached.code,
            "results": list(proved),
        }  # fmt: skip
        super().__init__(data, initial=initial, auto_id=f"id_{attached.pk}_%s")
        self.fields["results"].choices = [(one.pk, one.words) for one in achievements]
        self.fields["results"].bare = True
        self.fields["code"].choices = [("", "–"), *((leaf.code, f"{leaf.code} {leaf.text}") for leaf in leaves)]
        for name, offered in (("results", achievements), ("code", leaves)):
            if not offered:
                del self.fields[name]
