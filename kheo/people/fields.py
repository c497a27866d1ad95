"""Fields for the ways a person is reached; the clean values are the stored ones."""

from django import forms

from kheo.kernel.formwork import as_field_error
from kheo.people import names


class PhoneField(forms.CharField):
    """A phone number in any of its spellings; the clean value is the stored one."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value):
        with as_field_error():
            return names.read_phone(super().clean(value))

    def prepare_value(self, value):
        stored = isinstance(value, str) and value.startswith("+") and value[1:].isdigit()
        return names.written_phone(value) if stored else value


class EmailField(forms.EmailField):
    """An e-mail address; the clean value is the stored one."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def clean(self, value):
        return names.read_email(super().clean(value))
