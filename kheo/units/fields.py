"""A field that names a unit, for the forms of every chapter."""

from django import forms
from django.urls import reverse_lazy

from kheo.kernel.formwork import LineField


class UnitField(LineField):
    """A unit by code or name, found by the form's `clean`. Script offers what fits while one types."""

    def __init__(self, **kwargs):
        attrs = {
            "list": "units-that-fit", "autocomplete": "off", "hx-get": reverse_lazy("units:suggest"),
            "hx-trigger": "input changed delay:250ms", "hx-target": "#units-that-fit", "hx-swap": "innerHTML",
        }  # fmt: skip
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=250, **kwargs)
