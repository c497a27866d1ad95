"""What is asked of those who run a movement: what a rung demands, and the last days of its stages."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kheo.criteria.enums import Stage
from kheo.criteria.models import FrameworkVersion
from kheo.evaluations.actions.procedures import MOST_REOPEN_DAYS
from kheo.evaluations.enums import Late
from kheo.evaluations.models import Procedure
from kheo.kernel.formwork import DayField, NumberField

MOST_SCORERS = 15


class VersionField(forms.ModelChoiceField):
    """A version of a framework, told by its name, number and owner."""

    def label_from_instance(self, version):
        words = {"name": version.sheet.name, "number": version.number, "unit": version.framework.owner.name}
        return now("%(name)s – version %(number)s, %(unit)s") % words


class DemandForm(forms.Form):
    """How a rung judges. The versions offered are those in force at the round's date that the person may read."""

    version = VersionField(
        FrameworkVersion.objects.none(), label=_("By which framework of criteria"), empty_label=_("Choose…")
    )
    scorers = forms.IntegerField(
        label=_("How many people score each dossier"), required=False, min_value=0, max_value=MOST_SCORERS,
        help_text=_("Each alone, without seeing the others. Empty: one, or none where the framework has no such step."),
    )  # fmt: skip
    least = NumberField(
        label=_("Points from which it may be recognised"), required=False,
        help_text=_("For example 85. Empty: no number of points is demanded."),
    )  # fmt: skip
    council = forms.BooleanField(label=_("A council votes before anything is recognised"), required=False)
    reopen_days = forms.IntegerField(
        label=_("For how many days a concluded evaluation may be reopened"), min_value=0, max_value=MOST_REOPEN_DAYS
    )
    late = forms.ChoiceField(
        label=_("A score sheet that is sent after its last day"), choices=Late, widget=forms.RadioSelect
    )

    def __init__(self, data=None, *, versions, procedure: Procedure | None) -> None:
        super().__init__(data, initial=_answers(procedure))
        self.fields["version"].queryset = versions


class DeadlineForm(forms.Form):
    """A last day for each stage; an empty box takes it away."""

    def __init__(self, data=None, *, stages: list[Stage], days: Mapping[str, date]) -> None:
        super().__init__(data)
        self.days = days
        for stage in stages:
            label = str(stage.label).capitalize()
            self.fields[stage.value] = DayField(label=label, required=False, initial=days.get(stage))

    @property
    def changed(self) -> dict[str, date | None]:
        """What is not as it was, by stage."""
        return {stage: on for stage, on in self.cleaned_data.items() if on != self.days.get(stage)}


def _answers(procedure: Procedure | None) -> dict:
    if procedure is None:
        return {"reopen_days": 30, "late": Late.MARKED}
    names = ("version", "scorers", "least", "council", "reopen_days", "late")
    return {name: getattr(procedure, name) for name in names}
