"""A block of the minutes, rewritten."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.kernel.formwork import TextField


class BlockForm(forms.Form):
    """The text of one block; empty brings back what follows from the records."""

    text = TextField(
        label=_("Text"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Left empty, the draft made from the records stands here again."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)
