"""Which units are to be judged, each as itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.criteria.sheet import Profile
from kheo.evaluations.subordinates import Subordinate
from kheo.units.models import Unit


class UnitsField(forms.ModelMultipleChoiceField):
    """Units by the names they bore in the round."""

    def __init__(self, names: dict[int, str], **options) -> None:
        self.names = names
        super().__init__(Unit.objects.filter(pk__in=list(names)).in_order(), **options)

    def label_from_instance(self, unit):
        return self.names[unit.pk]


class OpenUnitsForm(forms.Form):
    """The units that can be opened, all of them chosen at first; and a profile, where the framework has any."""

    def __init__(self, data=None, *, below: list[Subordinate], profiles: tuple[Profile, ...]) -> None:
        super().__init__(data)
        names = {one.unit.pk: one.name for one in below if one.can_be_opened}
        self.fields["units"] = UnitsField(
            names, label=_("Units to be judged"), initial=list(names), widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one unit.")},
        )  # fmt: skip
        if profiles:
            choices = [("", _("everything applies")), *((one.code, one.text) for one in profiles)]
            self.fields["profile"] = forms.ChoiceField(
                label=_("What applies to them"), choices=choices, required=False, widget=forms.RadioSelect,
                help_text=_("Open those to which something else applies in another turn."),
            )  # fmt: skip
