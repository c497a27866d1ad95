"""The filters of the list, all of them in the address, so that a list can be sent to a colleague."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.enums import Kind, Origin, Status, Subject
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.formwork import LineField, id_in
from kheo.kernel.text import clean_line
from kheo.movements.enums import UNCLASSIFIED, FieldKey
from kheo.movements.models import Round
from kheo.units import tree
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT, Level
from kheo.units.models import Unit, acting_unit_ids, answering_unit_ids, offices

YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
ME, OUR_UNIT, THEIR_OFFICE = "me", "unit", "office"
PANEL = "panel"  # in the address: the filters are being chosen


class WordsFilter(django_filters.CharFilter):
    """The search box: name, person, code, unit, with or without accents."""

    field_class = LineField

    def filter(self, qs, value):
        return qs.matching(value) if value else qs


def _rounds(request):
    """Asked only when somebody chooses one: finding a person's circle of units costs more than the list."""
    asked = {"round", PANEL} & set(request.GET)
    return Round.objects.visible_to(request.user).newest_first() if asked else Round.objects.none()


def _units(_request):
    return Unit.objects.all()


class RegistrationFilter(django_filters.FilterSet):
    """Narrows what the person may see anyway: the queryset it is given is always `visible_to`."""

    q = WordsFilter(label=gettext_lazy("Search"), max_length=200, widget=forms.HiddenInput)
    round = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Round"), queryset=_rounds, empty_label=gettext_lazy("All")
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit and all below it"),
        queryset=_units,
        method="under",
        empty_label=gettext_lazy("All"),
    )
    field = django_filters.ChoiceFilter(
        label=gettext_lazy("Field"),
        method="in_field",
        choices=[*FieldKey.choices, (UNCLASSIFIED, gettext_lazy("Not classified"))],
        empty_label=gettext_lazy("All"),
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Level registered for"), choices=Level, empty_label=gettext_lazy("All")
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Kind, empty_label=gettext_lazy("All"))
    subject = django_filters.ChoiceFilter(
        label=gettext_lazy("Subject"), choices=Subject, empty_label=gettext_lazy("All")
    )
    origin = django_filters.ChoiceFilter(
        label=gettext_lazy("New or continued"), choices=Origin, empty_label=gettext_lazy("All")
    )
    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=Status, empty_label=gettext_lazy("All"))
    recognised = django_filters.ChoiceFilter(
        label=gettext_lazy("Recognised"), choices=YES_NO, method="is_recognised", empty_label=gettext_lazy("All")
    )
    waiting = django_filters.ChoiceFilter(
        label=gettext_lazy("Waiting for"),
        choices=[
            (ME, gettext_lazy("my office")),
            (OUR_UNIT, gettext_lazy("my unit")),
            (THEIR_OFFICE, gettext_lazy("the office that received it from us")),
        ],
        method="waits",
        empty_label=gettext_lazy("Everybody"),
    )

    class Meta:
        model = Registration
        fields = []

    def __init__(self, request, queryset):
        super().__init__(request.GET, queryset, request=request)

    @property
    def panel(self):
        """The form of the filters, with its choices."""
        self.form.fields["unit"].widget.choices = [("", _("All")), *self._units_to_offer()]
        for field in self.form.fields.values():
            field.needed_to_send = True  # every filter is optional: no word about it
        return self.form

    @property
    def in_use(self) -> list[tuple[str, str, str]]:
        """The filters in use as (name, label, value in words), for the chips."""
        form = self.form
        return [
            (name, str(form.fields[name].label), self._in_words(name, value))
            for name, value in form.cleaned_data.items()
            if value
        ]

    def under(self, queryset, _name, unit):
        """The subtree as it stood at the chosen round's date, as in the figures; without a round, as of today."""
        round_ = self.form.cleaned_data.get("round")
        on, since = (round_.date, round_.starts) if round_ else (clock.today(), None)
        return queryset.filter(unit__in=tree.ids_under([unit.pk], on=on, since=since))

    def in_field(self, queryset, _name, key):
        return queryset.filter(field=None) if key == UNCLASSIFIED else queryset.filter(field__key=key)

    def is_recognised(self, queryset, _name, answer):
        return queryset.recognised() if answer == "yes" else queryset.not_recognised()

    def waits(self, queryset, _name, holder):
        if holder == ME:
            return queryset.waiting_for(reviewing_unit_ids(self.request.user))
        ours = acting_unit_ids(self.request.user, *WRITES_FOR_UNIT)
        return queryset.held_by_unit(ours) if holder == OUR_UNIT else queryset.held_by_receiver(ours)

    def _units_to_offer(self):
        """One's own units and those right below the chosen one or below one's own: the tree is too long a list."""
        own = {office.unit_id for office in offices(self.request.user)}
        chosen = id_in(self.data.get("unit", ""))
        tops = own if chosen is None else {chosen}
        shown = Q(pk__in=own | tops)
        for top in tops:
            shown |= Q(pk__in=tree.child_ids(top, on=clock.today()))
        return [(unit.pk, unit.name) for unit in Unit.objects.filter(shown).in_order()]

    def _in_words(self, name, value):
        choices = dict(getattr(self.form.fields[name], "choices", ())) if isinstance(value, str) and name != "q" else {}
        return str(choices.get(value, value))


def reviewing_unit_ids(person) -> list[int]:
    """The offices for which a person answers registrations today, those that ended among them."""
    return answering_unit_ids(person, *REVIEWS_FOR_UNIT)


def sentences(filterset: RegistrationFilter) -> list[str]:
    """One sentence for each parameter of the address that cannot be read."""
    fields = filterset.form.fields
    return [
        _("The filter “%(filter)s” cannot be “%(value)s”.")
        % {"filter": fields[name].label, "value": clean_line(filterset.data.get(name, ""))[:60]}
        for name in filterset.form.errors
    ]
