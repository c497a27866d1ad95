"""From what people type to clean values. allauth's forms keep their work and get our words."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.kernel.formwork import LineField, as_field_error
from kheo.people import names, policies
from kheo.people.enums import Language
from kheo.people.fields import EmailField, PhoneField

SHOWN_ON_DEMAND = {
    "data-show": pgettext_lazy("a password", "Show"), "data-show-label": _("Show the password"),
    "data-hide": pgettext_lazy("a password", "Hide"), "data-hide-label": _("Hide the password"),
}  # fmt: skip


def new_password(label, **kwargs):
    """A field for choosing a password. Pasting is never hindered; spaces at the ends belong to the password."""
    return forms.CharField(
        label=label, strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"} | SHOWN_ON_DEMAND), **kwargs,
    )  # fmt: skip


def present_password(label, **kwargs):
    """A field for the password that one has."""
    return forms.CharField(
        label=label, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"} | SHOWN_ON_DEMAND), **kwargs,
    )  # fmt: skip


PASSWORD_HINT = _("At least 10 characters. Three words you can remember are better than one with signs.")
NOT_THE_SAME = _("The two passwords are not the same. Type them once more.")


class SignInForm(LoginForm):
    """User name, e-mail address or phone number in one field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = LineField(
            label=_("User name, phone number or e-mail"), max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )  # fmt: skip
        self.fields["password"] = present_password(_("Password"))

    def user_credentials(self):
        """Whatever was typed, allauth gets one user name: one try is one hash, known or unknown."""
        typed = self.cleaned_data["login"]
        person = names.find(typed)
        username = person.username if person else ":".join(names.told_apart(typed))
        return {"username": username, "password": self.cleaned_data["password"]}


class ProveForm(ReauthenticateForm):
    """The password once more, before an act that nobody else may do from this device."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"] = present_password(_("Your password"))


class AskForResetForm(ResetPasswordForm):
    """Where the link for a new password goes. The answer is the same whether the address is known or not."""

    email = EmailField(label=_("Your e-mail address"))


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password after a link by e-mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"password1": _("New password"), "password2": _("New password again")})


class OtherPasswordForm(ChangePasswordForm):
    """A new password of somebody who knows the present one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        _in_our_words(self, {"password1": _("New password"), "password2": _("New password again")})


class WelcomeForm(forms.Form):
    """The first sign-in asks for two things: the language, and a password."""

    language = forms.ChoiceField(label=_("Language"), choices=Language, widget=forms.RadioSelect)
    password1 = new_password(_("Choose a password"), help_text=PASSWORD_HINT)
    password2 = new_password(_("The password again"))

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["language"].initial = person.language

    def clean_password1(self):
        password_validation.validate_password(self.cleaned_data["password1"], self.person)
        return self.cleaned_data["password1"]

    def clean(self):
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", NOT_THE_SAME)
        return self.cleaned_data


class AccountForm(forms.Form):
    """One's own name, ways to be reached and language. What opens the account is changed only with the password."""

    full_name = LineField(label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(label=_("Phone number"), required=False, help_text=_("For signing in, for example 0912 345 678"))
    email = EmailField(
        label=_("E-mail address"), required=False,
        help_text=_("For signing in, and for a new password when you lose yours"),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language, widget=forms.RadioSelect)
    password = present_password(
        _("Present password"), required=False,
        help_text=_("Only needed to change the phone number or the e-mail address"),
    )  # fmt: skip

    def __init__(self, *args, person, **kwargs):
        self.person = person
        now = {name: getattr(person, name) for name in ("full_name", "phone", "email", "language")}
        super().__init__(*args, initial=now, **kwargs)

    def clean_email(self):
        return self._nobody_elses("email")

    def clean_phone(self):
        return self._nobody_elses("phone")

    def clean(self):
        if any(self.cleaned_data.get(name, self.initial[name]) != self.initial[name] for name in ("phone", "email")):
            self._ask_for_the_password()
        return self.cleaned_data

    def answers(self):
        """What the verb takes: everything but the password."""
        return {name: self.cleaned_data[name] for name in self.initial}

    def _nobody_elses(self, name):
        with as_field_error():
            policies.can_bear(name, self.cleaned_data[name], self.person)
        return self.cleaned_data[name]

    def _ask_for_the_password(self):
        adapter = get_adapter()
        try:
            known = adapter.reauthenticate(self.person, self.cleaned_data.get("password") or "")
        except ValidationError as too_many_tries:
            self.add_error("password", too_many_tries)
        else:
            if not known:
                self.add_error("password", adapter.validation_error("incorrect_password"))


def _in_our_words(form, labels):
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = PASSWORD_HINT if name == "password1" else ""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= SHOWN_ON_DEMAND
