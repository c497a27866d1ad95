"""A council, its members and its rules of voting."""

from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kheo.councils.enums import Base, SeatRole, TieRule
from kheo.councils.rules import PRESETS
from kheo.kernel.errors import BadInput
from kheo.kernel.formwork import DayField, LineField, today_as_written
from kheo.kernel.quantities import parse_number, parse_whole
from kheo.kernel.text import clean_line
from kheo.people.fields import PersonField

LARGEST = 32_767  # of a number in a share, as the database keeps it


class ShareField(forms.Field):
    """A share as people write it: 2/3, or 80 %."""

    def to_python(self, value):
        text = clean_line(value or "")
        return _share(text) if text else None

    def validate(self, value):
        super().validate(value)
        if value is not None and not 0 < value <= 1:
            raise ValidationError(now("A share lies between nothing and the whole, like 2/3 or 80 %."))


def whole(label, *, most=LARGEST, **options):
    """A field for a whole number from nought."""
    return forms.IntegerField(label=label, min_value=0, max_value=most, **options)


class FoundForm(forms.Form):
    """A council of a unit, and the decision by which it was set up."""

    name = LineField(label=_("Name of the council"), max_length=200)
    on = DayField(label=_("Sits from"), initial=today_as_written)
    until = DayField(label=_("Last day"), required=False, help_text=_("Leave empty when no end is known"))
    number = LineField(
        label=_("Number and symbol of the decision that set it up"), max_length=60, required=False,
        help_text=_("As the registry gave it, for example 155-QĐ/BDVTU"),
    )  # fmt: skip
    signed_on = DayField(label=_("Date of the decision"), required=False)
    quorum = ShareField(
        label=_("Quorum"), initial="2/3", help_text=_("Share of the members with a vote that must be present")
    )
    award_quorum = ShareField(
        label=_("Quorum of sessions that decide on awards"), initial="80 %",
        help_text=_("80 % in the rules of most provinces"),
    )  # fmt: skip
    appeal_days = whole(
        _("Days in which a result may be contested"), initial=10, most=365,
        help_text=_("Sealed ballots are kept so long"),
    )  # fmt: skip


class SeatForm(forms.Form):
    """A person gets a seat."""

    person = PersonField(label=_("Who"))
    role = forms.ChoiceField(label=_("Role"), choices=SeatRole, initial=SeatRole.MEMBER, widget=forms.RadioSelect)
    votes = forms.BooleanField(label=_("Has a vote"), required=False, initial=True)
    on = DayField(label=_("From which day"), initial=today_as_written)
    until = DayField(label=_("Last day"), required=False, help_text=_("Leave empty when no end is known"))


class UnseatForm(forms.Form):
    """A seat ends."""

    last_day = DayField(label=_("Last day"), initial=today_as_written)


class PresetForm(forms.Form):
    """One of the rules that the texts know."""

    preset = forms.ChoiceField(label=_("Ready-made rule"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["preset"].choices = [(key, preset.name) for key, preset in PRESETS.items()]


class RuleForm(forms.Form):
    """A rule of voting in the council's own words."""

    name = LineField(label=_("Name of the rule"), max_length=200, help_text=_("As it is to stand in the minutes"))
    share = ShareField(label=_("Share that must agree"), help_text=_("2/3, or 80 %"))
    strictly = forms.BooleanField(label=_("Strictly more than this share"), required=False)
    base = forms.ChoiceField(label=_("Counted of"), choices=Base, initial=Base.ALL, widget=forms.RadioSelect)
    without_recused = forms.BooleanField(label=_("Those who stepped aside leave the base"), required=False)
    secret = forms.BooleanField(label=_("Secret ballot"), required=False)
    counts_written = forms.BooleanField(label=_("Written opinions of the absent count"), required=False, initial=True)
    ballots = forms.ChoiceField(
        label=_("Ballots at most"), choices=[("1", _("one")), ("2", _("two"))], initial="2", widget=forms.RadioSelect
    )
    tie = forms.ChoiceField(label=_("In a tie"), choices=TieRule, initial=TieRule.CHAIR, widget=forms.RadioSelect)
    source = LineField(label=_("Legal basis"), max_length=200, required=False)

    def clean_ballots(self):
        return int(self.cleaned_data["ballots"])


def _share(text):
    try:
        if "/" in text:
            part, _slash, whole = text.partition("/")
            share = Fraction(parse_whole(part.strip()), parse_whole(whole.strip()))
        else:
            share = Fraction(parse_number(text.rstrip("% "))) / 100
    except (BadInput, ZeroDivisionError) as unreadable:
        raise ValidationError(now("Write a share like 2/3 or 80 %.")) from unreadable
    if share.denominator > LARGEST:
        raise ValidationError(now("Write a share like 2/3 or 80 %."))
    return share
