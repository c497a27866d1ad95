"""Sealed ballots: tellers, key files, passphrases, the ballot itself. Nothing typed here is kept or shown again."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.councils.enums import Choice
from kheo.councils.forms.session import SeatsChoice
from kheo.councils.models import Item, Seat
from kheo.councils.policies import TELLERS
from kheo.councils.sealed.keyfile import LARGEST, SHORTEST

SHOWN_ON_DEMAND = {
    "autocomplete": "off",
    "data-show": pgettext_lazy("a password", "Show"), "data-show-label": _("Show the passphrase"),
    "data-hide": pgettext_lazy("a password", "Hide"), "data-hide-label": _("Hide the passphrase"),
}  # fmt: skip


def passphrase(label, **options):
    """A field for a teller's passphrase: never shown again, spaces belong to it."""
    return forms.CharField(
        label=label, strip=False, max_length=500, widget=forms.PasswordInput(attrs=SHOWN_ON_DEMAND), **options
    )


class TellersForm(forms.Form):
    """The three who hold keys."""

    tellers = SeatsChoice(Seat.objects.none(), label=_("Three tellers"))

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tellers"].queryset = seats
        self.fields["tellers"].bare = True

    def clean_tellers(self):
        if len(self.cleaned_data["tellers"]) != TELLERS:
            raise ValidationError(now("Choose exactly three members."))
        return list(self.cleaned_data["tellers"])


class NewKeyForm(forms.Form):
    """The passphrase that locks a new key file."""

    first = passphrase(_("Passphrase"), help_text=_("At least 12 characters: four words that do not belong together"))
    again = passphrase(_("The passphrase again"))

    def clean_first(self):
        if len(self.cleaned_data["first"]) < SHORTEST:
            raise ValidationError(now("A passphrase has at least %(count)d characters.") % {"count": SHORTEST})
        return self.cleaned_data["first"]

    def clean(self):
        answers = super().clean()
        if answers.get("first") and answers.get("again") and answers["first"] != answers["again"]:
            self.add_error("again", now("The two passphrases are not the same. Type them once more."))
        return answers


class KeyFileForm(forms.Form):
    """A teller's key file, and the passphrase that opens it."""

    file = forms.FileField(
        label=_("Your key file"), help_text=_("It is read for this step only, and not kept"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choose the key file that you took away.")},
    )  # fmt: skip
    passphrase = passphrase(_("Passphrase"))

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        if uploaded.size > LARGEST:
            raise ValidationError(now("This is not a teller's key file: choose the file that you took away."))
        return uploaded.read()


class SealedItemsForm(forms.Form):
    """Which items are voted on together."""

    items = forms.ModelMultipleChoiceField(Item.objects.none(), label=_("Items"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items
        self.fields["items"].initial = [item.pk for item in items]
        self.fields["items"].bare = True


class BallotForm(forms.Form):
    """One answer for every item. The answers of a refused ballot are not shown again."""

    def __init__(self, *args, polls, **kwargs):
        super().__init__(*args, **kwargs)
        self.polls = polls
        for poll in polls:
            self.fields[f"poll-{poll.pk}"] = forms.ChoiceField(choices=Choice, label=poll.item.title)

    def choices(self):
        """The answers by ballot, as the verb takes them."""
        return {poll.pk: Choice(self.cleaned_data[f"poll-{poll.pk}"]) for poll in self.polls}
