"""What is said of a framework as a whole: where it comes from, its scale, how scores are counted together."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.enums import Basis, Mean, Over, RoundedPart, RoundingMode, Stage, Standing, TieEnd
from kheo.criteria.forms.parts import naming
from kheo.criteria.regulations import Aggregate, RollUp, Rounding, Ties
from kheo.criteria.sheet import Sheet
from kheo.kernel.formwork import LineField, NumberField, TextField
from kheo.kernel.text import clean_line

MOST_TIES = 40


class WholeForm(forms.Form):
    """Questions about the whole sheet; `made` holds the parts of the sheet that they answer."""

    def __init__(self, data=None, *, sheet: Sheet):
        self.sheet = sheet
        super().__init__(data)
        self.initial = self.written()
        self.shape()

    def shape(self) -> None:
        """What depends on the sheet."""

    def written(self) -> dict[str, Any]:
        return {name: getattr(self.sheet, name) for name in self.base_fields if hasattr(self.sheet, name)}

    @property
    def made(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AboutForm(WholeForm):
    name = LineField(label=gettext_lazy("Name"), max_length=300)
    source = TextField(
        label=gettext_lazy("Source"), required=False,
        help_text=gettext_lazy("Which document, of whom, of which day; where it can be read"),
    )  # fmt: skip
    standing = forms.ChoiceField(
        label=gettext_lazy("Standing"),
        choices=[
            (Standing.EVIDENCED.value, gettext_lazy("Evidenced: the table stands in its source")),
            (Standing.PROPOSAL.value, gettext_lazy("Proposal: somebody suggests it, no document prescribes it")),
        ],
        widget=forms.RadioSelect,
    )
    note = TextField(label=gettext_lazy("Note"), required=False)
    subjects = TextField(
        label=gettext_lazy("Who or what is judged"), required=False,
        help_text=gettext_lazy("One a line, for example: model, commune, ward"),
    )  # fmt: skip
    scale = NumberField(label=gettext_lazy("Scale"), help_text=gettext_lazy("The points of the whole, for example 100"))
    bonus_limit = NumberField(label=gettext_lazy("Bonus points, at most"), required=False)
    penalty_limit = NumberField(label=gettext_lazy("Penalty points, at most"), required=False)
    may_exceed = forms.BooleanField(label=gettext_lazy("A bonus may lift the total above the scale"), required=False)
    classes_by = forms.ChoiceField(
        label=gettext_lazy("Classes are measured in"), choices=Basis, widget=forms.RadioSelect
    )

    def written(self):
        return super().written() | {"subjects": "\n".join(self.sheet.subjects)}

    def clean_subjects(self):
        lines = self.cleaned_data["subjects"].splitlines()
        return tuple(line for line in map(clean_line, lines) if line)


class CountingForm(WholeForm):
    """The steps of scoring in their order, several scorers, rounding, equals, the year."""

    mean = forms.ChoiceField(
        label=gettext_lazy("Several scorers’ points become one by"), choices=Mean, widget=forms.RadioSelect
    )
    trim = forms.IntegerField(
        label=gettext_lazy("A trimmed mean leaves out so many at each end"), required=False, min_value=0, max_value=9
    )
    rounded = forms.ChoiceField(
        label=gettext_lazy("What is rounded"), choices=[("", gettext_lazy("nothing")), *RoundedPart.choices],
        required=False,
    )  # fmt: skip
    places = forms.IntegerField(label=gettext_lazy("To so many decimals"), required=False, min_value=0, max_value=4)
    mode = forms.ChoiceField(label=gettext_lazy("Which way"), choices=RoundingMode)
    end = forms.ChoiceField(label=gettext_lazy("In the end equals are decided by"), choices=TieEnd)
    over = forms.ChoiceField(
        label=gettext_lazy("A year is made of"),
        choices=[("", gettext_lazy("nothing: it has no class")), *Over.choices],
        required=False,
    )

    def shape(self):
        most = len(Stage)
        steps = {f"step-{n}": self._step(n) for n in range(min(most, self._boxes("step-", len(self.sheet.stages))))}
        ties = {f"tie-{n}": self._tie(n) for n in range(min(MOST_TIES, self._boxes("tie-", len(self.sheet.ties.by))))}
        self.fields = {**steps, **self.fields, **ties}
        for field in self.fields.values():
            field.needed_to_send = True  # what is left open says so itself
        self.order_fields([*steps, "mean", "trim", "rounded", "places", "mode", *ties, "end", "over"])

    def written(self):
        rounding, stages, ties = self.sheet.rounding, self.sheet.stages, self.sheet.ties
        return {
            **{f"step-{n}": stage.value for n, stage in enumerate(stages)},
            **{f"tie-{n}": code for n, code in enumerate(ties.by)},
            "mean": self.sheet.aggregate.by,
            "trim": self.sheet.aggregate.trim or None,
            "rounded": rounding.of if rounding else "",
            "places": rounding.places if rounding else 2,
            "mode": rounding.mode if rounding else RoundingMode.HALF_UP,
            "end": ties.then,
            "over": self.sheet.roll_up.over if self.sheet.roll_up else "",
        }

    def clean(self):
        steps = self._chosen("step-")
        if len(set(steps)) < len(steps):
            self.add_error("step-0", _("Each step of scoring comes once."))
        if not steps and not self.errors:
            self.add_error("step-0", _("Choose at least one step: somebody has to give the points."))

    def clean_over(self):
        over, year = self.cleaned_data["over"], self.sheet.roll_up
        if not over and year and year.classes:
            raise forms.ValidationError(_("This framework has classes of the year. Take those out first."))
        return over

    @property
    def made(self):
        said, kept = self.cleaned_data, self.sheet
        rounding = {"of": said["rounded"], "places": said["places"] or 0, "mode": said["mode"]}
        return {
            "stages": tuple(self._chosen("step-")),
            "aggregate": Aggregate.model_validate({"by": said["mean"], "trim": said["trim"] or 0}),
            "rounding": Rounding.model_validate(rounding) if said["rounded"] else None,
            "ties": Ties.model_validate(
                {
                    "by": self._chosen("tie-"),
                    "then": said["end"],
                    "standing": kept.ties.standing,
                    "note": kept.ties.note,
                }
            ),
            "roll_up": self._year(said["over"]),
        }

    def _year(self, over):
        if not over:
            return None
        year = self.sheet.roll_up
        return RollUp.model_validate({"over": over, "classes": ()} if not year else {
            "over": over, "classes": year.classes, "standing": year.standing, "note": year.note
        })  # fmt: skip

    def _chosen(self, prefix):
        return [said for name in self.fields if name.startswith(prefix) and (said := self.cleaned_data.get(name))]

    def _boxes(self, prefix, filled):
        """How many boxes of a kind there are: as many as the page had, or two more than are filled."""
        return sum(name.startswith(prefix) for name in self.data) if self.is_bound else filled + 2

    def _step(self, n):
        label = _("Step %(number)s of scoring") % {"number": n + 1}
        return forms.ChoiceField(label=label, choices=[("", "–"), *Stage.choices], required=False)

    def _tie(self, n):
        label = _("Equal totals, number %(number)s: the more points in") % {"number": n + 1}
        return forms.ChoiceField(
            label=label, choices=naming(self.sheet, "criteria", also=self.sheet.ties.by), required=False
        )
