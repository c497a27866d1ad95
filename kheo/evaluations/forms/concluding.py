"""What is asked on the way to the end: conditions and figures, why one goes on without, where it is reopened."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria import sentences
from kheo.criteria.enums import Stage
from kheo.criteria.sheet import Figure, Gate, Sheet
from kheo.evaluations.models import GateAnswer
from kheo.kernel.formwork import LineField, NumberField, TextField

YES, NO, UNSAID = "yes", "no", "unsaid"


@dataclass(frozen=True)
class Said:
    """An answer to a gate: yes or no, and the number of a document."""

    passed: bool
    document: str


class GatesForm(forms.Form):
    """Every condition of a framework: yes, no or nothing yet, and the number of the document where one is kept."""

    def __init__(self, data=None, *, sheet: Sheet, answers: Mapping[str, GateAnswer]) -> None:
        super().__init__(data)
        self.gates, self.kept = sheet.gates, {code: Said(one.passed, one.document) for code, one in answers.items()}
        for n, gate in enumerate(self.gates, start=1):
            self._ask(n, gate, sheet)

    @property
    def changed(self) -> dict[str, Said]:
        """The answers that are not as they were, by gate."""
        said = {gate.code: self._said(n) for n, gate in enumerate(self.gates, start=1)}
        return {code: one for code, one in said.items() if one and one != self.kept.get(code)}

    def clean(self) -> None:
        for n, gate in enumerate(self.gates, start=1):
            if self.cleaned_data.get(f"passed-{n}") == UNSAID and gate.code in self.kept:
                self.add_error(f"passed-{n}", _("What was answered can be changed, and not be taken back."))
            elif gate.document and (said := self._said(n)) and not said.document:
                self.add_error(f"document-{n}", _("Write the number of the document that says so."))

    def _ask(self, n: int, gate: Gate, sheet: Sheet) -> None:
        kept = self.kept.get(gate.code)
        self.fields[f"passed-{n}"] = forms.ChoiceField(
            label=f"{gate.code} – {gate.text}", widget=forms.RadioSelect,
            choices=[(YES, _("yes, it is met")), (NO, _("no, it is not met")), (UNSAID, _("nothing is said yet"))],
            initial=UNSAID if kept is None else YES if kept.passed else NO,
            help_text=_("If it is not met: %(effect)s.") % {"effect": sentences.effect(sheet, gate)},
        )  # fmt: skip
        label = _("Number of the document for %(code)s") % {"code": gate.code}
        self.fields[f"document-{n}"] = LineField(
            label=label, required=False, max_length=60, initial=kept.document if kept else "",
            help_text="" if n > 1 else _("Only the number, for example 05-TB/UBKT. No story about anybody."),
        )  # fmt: skip

    def _said(self, n: int) -> Said | None:
        passed = self.cleaned_data.get(f"passed-{n}")
        return Said(passed == YES, self.cleaned_data.get(f"document-{n}", "")) if passed in (YES, NO) else None


class FiguresForm(forms.Form):
    """Every declared fact of a framework, as one side states it; what the other side says stands beside it."""

    def __init__(
        self, data=None, *, figures: tuple[Figure, ...], own: Mapping[str, Decimal], others: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self.figures, self.own = figures, own
        for n, figure in enumerate(figures, start=1):
            field = NumberField(
                label=f"{figure.code} – {figure.text}", required=False, signed=True, initial=own.get(figure.code),
                help_text=others.get(figure.code, ""),
            )  # fmt: skip
            field.suffix = figure.unit
            self.fields[f"figure-{n}"] = field

    @property
    def changed(self) -> dict[str, Decimal]:
        """The figures that are not as they were, by code; a box left empty says nothing."""
        said = {one.code: self.cleaned_data[f"figure-{n}"] for n, one in enumerate(self.figures, start=1)}
        return {code: value for code, value in said.items() if value is not None and value != self.own.get(code)}

    def clean(self) -> None:
        for n, figure in enumerate(self.figures, start=1):
            name = f"figure-{n}"
            if name not in self.errors and self.cleaned_data.get(name) is None and figure.code in self.own:
                self.add_error(name, _("What was stated can be changed, and not be taken back."))


class ReasonForm(forms.Form):
    """Why one goes on without what is missing."""

    reason = TextField(label=gettext_lazy("Why do you go on without it?"), max_length=2000)


class ReopenForm(forms.Form):
    """The stage at which it begins again, and why."""

    stage = forms.ChoiceField(label=gettext_lazy("From which stage on"), widget=forms.RadioSelect)
    reason = TextField(label=gettext_lazy("Why is it reopened?"), max_length=2000)

    def __init__(self, data=None, *, stages: list[Stage]) -> None:
        super().__init__(data)
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in stages]


class ReadyForm(forms.Form):
    """Of what is ready, what is to be concluded now: everything at first."""

    evaluations = forms.MultipleChoiceField(
        label=gettext_lazy("To be concluded"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one evaluation."),
            "invalid_choice": gettext_lazy("Something changed meanwhile. Look at what is ready now, and choose again."),
        },
    )  # fmt: skip

    def __init__(self, data=None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["evaluations"].choices = choices
        self.fields["evaluations"].initial = [value for value, _label in choices]
