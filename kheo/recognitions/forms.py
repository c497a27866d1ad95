"""What is asked when a unit does not recognise, concludes, and proposes upward."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.kernel.formwork import DayField, LineField, as_field_error
from kheo.kernel.quantities import parse_whole
from kheo.recognitions import policies


class NoDecisionForm(forms.Form):
    """None is recognised: there is nothing to ask."""

    def __init__(self, *args, consideration, **kwargs):
        super().__init__(*args, **kwargs)
        self.consideration = consideration


class DecisionForm(NoDecisionForm):
    """The decision that recognises, as the unit's registry numbered it."""

    number = LineField(
        label=gettext_lazy("Number and symbol of the decision"),
        max_length=60,
        help_text=gettext_lazy("As the registry gave it, for example 155-QĐ/BDVTU"),
    )
    on = DayField(label=gettext_lazy("Date of the decision"))
    signatory = LineField(label=gettext_lazy("Signed by"), max_length=120, required=False)
    title = LineField(label=gettext_lazy("On what"), max_length=300, required=False)

    def clean_on(self):
        on = self.cleaned_data["on"]
        with as_field_error():
            policies.can_be_decided_on(self.consideration.unit, self.consideration.round, on)
        return on


class ForgoingForm(forms.Form):
    """Why a unit proposes nothing; short, because its superior reads it in a list."""

    reason = forms.CharField(
        label=gettext_lazy("Why does the unit propose nothing?"),
        help_text=gettext_lazy("For example: the models need another year before they can be shown elsewhere"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write why the unit proposes nothing.")},
    )


class ProposalForm(forms.Form):
    """A rank beside each registration that may be proposed; those without one are not. The letter may follow later."""

    number = LineField(label=gettext_lazy("Number and symbol of the submission letter"), max_length=60, required=False)
    on = DayField(label=gettext_lazy("Date of the letter"), required=False)

    def __init__(self, *args, registrations, **kwargs):
        super().__init__(*args, **kwargs)
        self.registrations = list(registrations)
        for registration in self.registrations:
            rank = forms.CharField(max_length=4, required=False, widget=forms.NumberInput)
            rank.label = _("Rank of “%(title)s”") % {"title": registration.title}
            self.fields[_name(registration)] = rank

    def rows(self):
        """Each registration with its box."""
        return [(registration, self[_name(registration)]) for registration in self.registrations]

    def clean(self):
        ranks = {}
        for registration in self.registrations:
            written = self.cleaned_data.get(_name(registration), "").strip()
            if written:
                self._take(ranks, registration, written)
        if not ranks and not self.errors:
            raise ValidationError(_("Write a rank beside at least one registration."))
        self.cleaned_data["in_order"] = [ranks[rank] for rank in sorted(ranks)]
        return self.cleaned_data

    def _take(self, ranks, registration, written):
        name = _name(registration)
        try:
            with as_field_error():
                rank = parse_whole(written)
        except ValidationError as refusal:
            return self.add_error(name, refusal)
        if rank in ranks:
            said = _("“%(title)s” and “%(other)s” have the same rank: give each its own.")
            return self.add_error(name, said % {"title": ranks[rank].title, "other": registration.title})
        ranks[rank] = registration
        return None


def _name(registration):
    return f"rank-{registration.pk}"
