"""A session: convened, its agenda, its quotas, who takes part."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kheo.councils.enums import LEADS, Attending
from kheo.councils.forms.council import whole
from kheo.councils.models import Item, Seat, VotingRule
from kheo.criteria.sentences import number
from kheo.evaluations.models import Subject
from kheo.kernel.formwork import DayField, LineField, today_as_written
from kheo.movements.models import Round


class SeatChoice(forms.ModelChoiceField):
    """A member by name."""

    def label_from_instance(self, seat):
        return f"{seat.person.full_name} ({seat.get_role_display()})"


class SeatsChoice(forms.ModelMultipleChoiceField):
    """Members by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, seat):
        return f"{seat.person.full_name} ({seat.get_role_display()})"


class NamedChoice(forms.ModelChoiceField):
    """A record that bears a name."""

    def label_from_instance(self, row):
        return row.name


class OfficersForm(forms.Form):
    """Who leads the session, and who writes its minutes."""

    led_by = SeatChoice(Seat.objects.none(), label=_("Led by"), empty_label=None)
    written_by = SeatChoice(Seat.objects.none(), label=_("Minutes by"), empty_label=None)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        seats = seats.in_order().select_related("person")
        self.fields["led_by"].queryset = seats.filter(role__in=LEADS)
        self.fields["written_by"].queryset = seats
        self.fields["written_by"].initial = seats.filter(role="secretary").first()


class ConveneForm(OfficersForm):
    """When and where the council meets, about which round."""

    title = LineField(label=_("Title"), max_length=200, required=False, help_text=_("Empty: the name of the council"))
    on = DayField(label=_("Day"), initial=today_as_written)
    place = LineField(label=_("Where the council meets"), max_length=200)
    round_ = NamedChoice(Round.objects.none(), label=_("Round"), required=False, empty_label=_("none"))
    for_awards = forms.BooleanField(label=_("It decides on awards: the higher quorum holds"), required=False)
    rehearsal = forms.BooleanField(
        label=_("This is a rehearsal: nothing in it counts, and it is wiped afterwards"), required=False
    )
    field_order = ["title", "on", "place", "round_", "led_by", "written_by", "for_awards", "rehearsal"]

    def __init__(self, *args, rounds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round_"].queryset = rounds
        self.fields["round_"].initial = rounds.first()


class AgendaForm(forms.Form):
    """What is put on the agenda: subjects of the round, or a matter of the council's own; voted on by one rule."""

    subjects = forms.ModelMultipleChoiceField(
        Subject.objects.none(), label=_("From the shortlist of the round"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    title = LineField(label=_("Or a matter of the council's own"), max_length=300, required=False)
    rule = NamedChoice(VotingRule.objects.none(), label=_("Voted on by this rule"), empty_label=None)

    def __init__(self, *args, subjects, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subjects"].queryset = subjects
        self.fields["subjects"].label_from_instance = _as_listed
        self.fields["subjects"].bare = True
        self.fields["subjects"].needed_to_send = self.fields["title"].needed_to_send = True  # one of the two
        self.fields["rule"].queryset = rules
        if not subjects.exists():
            del self.fields["subjects"]
            self.fields["title"].label = now("A matter of the council's own")
            self.fields["title"].help_text = now("No other subject of the round waits for the council.")

    def clean(self):
        answers = super().clean()
        if not answers.get("subjects") and not answers.get("title") and not self.errors:
            place = "subjects" if "subjects" in self.fields else "title"
            self.add_error(place, now("Tick at least one subject, or write a matter."))
        return answers


def _as_listed(subject):
    """The subject with its unit, and with its points where the list is in their order."""
    name = f"{subject.title} – {subject.unit.name}"
    points = getattr(subject, "points", None)
    return name if points is None else now("%(name)s (%(points)s points)") % {"name": name, "points": number(points)}


class QuotaForm(forms.Form):
    """At most so many of some items."""

    name = LineField(label=_("Name of the quota"), max_length=120, help_text=_("For example: collectives"))
    places = whole(_("Places"))
    items = forms.ModelMultipleChoiceField(
        Item.objects.none(), label=_("Items that count into it"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items
        self.fields["items"].bare = True


class AttendanceForm(forms.Form):
    """How each member takes part, and why not: two answers beside each name."""

    def __init__(self, *args, seats, attending, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        for seat in self.seats:
            how = forms.ChoiceField(choices=Attending, widget=forms.Select, label=_("Takes part"))
            how.initial = attending.get(seat.pk, Attending.ABSENT)
            why = LineField(max_length=200, required=False, label=_("Reason of absence"))
            why.initial = reasons.get(seat.pk, "")
            self.fields |= {f"how-{seat.pk}": how, f"why-{seat.pk}": why}

    def rows(self):
        """Each member with the two boxes."""
        return [(seat, self[f"how-{seat.pk}"], self[f"why-{seat.pk}"]) for seat in self.seats]

    def answers(self):
        """What the verb takes."""
        told = self.cleaned_data
        return {
            "attending": {seat.pk: told[f"how-{seat.pk}"] for seat in self.seats},
            "reasons": {seat.pk: told[f"why-{seat.pk}"] for seat in self.seats},
        }


class CodesForm(forms.Form):
    """For whom personal codes are made."""

    seats = SeatsChoice(Seat.objects.none(), label=_("For whom"))

    def __init__(self, *args, seats, without, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].queryset = seats
        self.fields["seats"].initial = without
        self.fields["seats"].bare = True

    def clean_seats(self):
        if not self.cleaned_data["seats"]:
            raise ValidationError(now("Choose at least one member."))
        return self.cleaned_data["seats"]
