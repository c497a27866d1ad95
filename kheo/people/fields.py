"""Fields for the ways a person is reached and found; the clean values are the stored ones."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.kernel.formwork import LineField, as_field_error
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


class PersonField(LineField):
    """Somebody with an account, by user name, phone number or e-mail: exactly, so that nobody leafs through people."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("User name, phone number or e-mail of somebody who has an account"))
        super().__init__(max_length=254, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        person = names.find(text)
        if text and person is None:
            raise forms.ValidationError(
                _("Nobody has this user name, phone number or e-mail. Look again, or invite the person.")
            )
        return person
