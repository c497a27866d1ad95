"""What is asked in the session: means of a vote, reasons, opinions, counts, ties and last places."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kheo.councils.counting import Counts
from kheo.councils.enums import SECRET, Choice, Means
from kheo.councils.forms.council import whole
from kheo.councils.forms.session import SeatChoice
from kheo.councils.models import Item, Seat
from kheo.kernel.formwork import TextField

REASON_HINT = _("It is printed in the minutes.")


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(label=_("Reason"), max_length=2000, help_text=REASON_HINT)


class MeansForm(forms.Form):
    """How the ballot is held; sealed ballots are opened on a page of their own, for several items together."""

    means = forms.ChoiceField(label=_("How the vote is held"), widget=forms.RadioSelect)

    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [Means.PAPER] if rule.secret else [Means.PHONES, Means.HANDS, Means.PAPER]
        self.fields["means"].choices = [(means.value, means.label) for means in offered]
        self.fields["means"].initial = offered[0]
        self.fields["means"].bare = True


class AsideForm(forms.Form):
    """Who steps aside from an item, or takes part although near to it; and why."""

    seat = SeatChoice(Seat.objects.none(), label=_("Who"), empty_label=None)
    takes_part = forms.TypedChoiceField(
        label=_("What was decided"), coerce=lambda value: value == "1", widget=forms.RadioSelect, initial="0",
        choices=[
            ("0", _("steps aside, and does not vote")), ("1", _("takes part all the same, as the council decided")),
        ],
    )  # fmt: skip
    reason = TextField(label=_("Reason"), max_length=300, help_text=REASON_HINT)

    def __init__(self, *args, seats, decides, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats
        if not decides:
            self.fields["takes_part"].choices = self.fields["takes_part"].choices[:1]


class OpinionForm(forms.Form):
    """What an absent member has sent in writing."""

    seat = SeatChoice(Seat.objects.none(), label=_("Absent member"), empty_label=None)
    choice = forms.ChoiceField(label=_("Written opinion"), choices=Choice, widget=forms.RadioSelect)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats
        self.fields["choice"].bare = True


class CorrectionForm(ReasonForm):
    """An announced result is taken back."""

    roll_again = forms.BooleanField(
        label=_("Take the roll anew, as attendance is recorded now"), required=False,
        help_text=_("Only when somebody was counted as present by mistake, or not counted"),
    )  # fmt: skip


class CountForm(forms.Form):
    """What one person has counted; the other types it too, without having seen this."""

    issued = whole(_("Ballots issued"))
    agreed = whole(_("Agree"))
    against = whole(_("Do not agree"))
    abstained = whole(_("Abstain"), initial=0)
    invalid = whole(_("Invalid"), initial=0)

    def __init__(self, *args, means, voters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issued"].initial = voters
        if means not in SECRET:
            self.fields["issued"].label = now("Members who could vote")

    def counts(self):
        """The count as the verb takes it."""
        told = self.cleaned_data
        return Counts(told["agreed"], told["against"], told["abstained"], told["invalid"])


class TieForm(ReasonForm):
    """Between equal votes: what the rule comes to."""

    passed = forms.TypedChoiceField(
        label=_("By the rule the item is"), coerce=lambda value: value == "1", widget=forms.RadioSelect,
        choices=[("1", _("adopted")), ("0", _("not adopted"))],
    )  # fmt: skip
    field_order = ["passed", "reason"]


class LastPlaceForm(ReasonForm):
    """Which of those with equal votes get the last places of a quota."""

    chosen = forms.ModelMultipleChoiceField(
        Item.objects.none(), label=_("Who gets the last places"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ["chosen", "reason"]

    def __init__(self, *args, items, left, **kwargs):
        super().__init__(*args, **kwargs)
        self.left = left
        self.fields["chosen"].queryset = items
        self.fields["chosen"].help_text = now("Choose exactly %(count)d.") % {"count": left}
        self.fields["chosen"].bare = True

    def clean_chosen(self):
        if len(self.cleaned_data["chosen"]) != self.left:
            raise ValidationError(now("Choose exactly %(count)d.") % {"count": self.left})
        return self.cleaned_data["chosen"]
