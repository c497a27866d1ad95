"""The simulator: a unit that is made up, its results, its figures and its answers; nothing of it is kept."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria import sentences
from kheo.criteria.criterion import Criterion
from kheo.criteria.enums import Measure
from kheo.criteria.methods import Bands, Hand, Relative, Share, YesNo, effective
from kheo.criteria.scoring import Entry, fits
from kheo.criteria.sheet import Sheet
from kheo.kernel.formwork import NumberField, as_field_error
from kheo.kernel.quantities import format_number

YES, NO = "yes", "no"


class TryForm(forms.Form):
    """Either every result, or one changed total. Asked by GET, so that a question can be sent to somebody."""

    total = NumberField(
        label=gettext_lazy("What if the total were"), required=False,
        help_text=gettext_lazy("For example 85,0. It goes before everything that is filled in below."),
    )  # fmt: skip

    def __init__(self, *args, sheet: Sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        if sheet.profiles:
            profiles = [
                ("", _("everybody: every criterion applies")),
                *((one.code, one.text) for one in sheet.profiles),
            ]
            self.fields["profile"] = forms.ChoiceField(label=_("Who is judged"), choices=profiles, required=False)
        for n, leaf in enumerate(sheet.leaves(), start=1):
            self.fields |= {f"{word}-{n}": field for word, field in _questions(leaf).items()}
        for n, figure in enumerate(sheet.figures, start=1):
            self.fields[f"figure-{n}"] = _figure(figure)
        for n, gate in enumerate(sheet.gates, start=1):
            self.fields[f"gate-{n}"] = _yes_or_no(gate.text, unsaid=_("as the figures say") if gate.condition else "–")

        for field in self.fields.values():
            field.needed_to_send = True  # everything here may stay empty

    @property
    def leaves(self):
        """Each criterion with its boxes, for the page."""
        return [
            (leaf, [self[f"{word}-{n}"] for word in _questions(leaf)])
            for n, leaf in enumerate(self.sheet.leaves(), start=1)
        ]

    @property
    def profile_box(self):
        return self["profile"] if "profile" in self.fields else None

    @property
    def figures(self):
        return [self[name] for name in self.fields if name.startswith("figure-")]

    @property
    def gates(self):
        return [self[name] for name in self.fields if name.startswith("gate-")]

    def clean(self):
        for n, leaf in enumerate(self.sheet.leaves(), start=1):
            name = next(iter(_questions(leaf)))
            try:
                with as_field_error():
                    fits(leaf, self._entry(n))
            except forms.ValidationError as error:
                self.add_error(f"{name}-{n}", error)

    @property
    def profile(self):
        return self.sheet.profile(self.cleaned_data.get("profile"))

    @property
    def entries(self) -> Mapping[str, Entry]:
        """What was filled in, by code."""
        found = {leaf.code: self._entry(n) for n, leaf in enumerate(self.sheet.leaves(), start=1)}
        return {code: entry for code, entry in found.items() if entry != Entry()}

    @property
    def known_figures(self) -> Mapping[str, Decimal]:
        said = {one.code: self.cleaned_data.get(f"figure-{n}") for n, one in enumerate(self.sheet.figures, start=1)}
        return {code: number for code, number in said.items() if number is not None}

    @property
    def answers(self) -> Mapping[str, bool | None]:
        said = {gate.code: self.cleaned_data.get(f"gate-{n}") for n, gate in enumerate(self.sheet.gates, start=1)}
        return {code: answer == YES for code, answer in said.items() if answer}

    def _entry(self, n: int) -> Entry:
        passed = self.cleaned_data.get(f"passed-{n}")
        return Entry(
            value=self.cleaned_data.get(f"value-{n}"), target=self.cleaned_data.get(f"target-{n}"),
            points=self.cleaned_data.get(f"points-{n}"), passed=passed == YES if passed else None,
        )  # fmt: skip


def _questions(leaf: Criterion) -> dict[str, forms.Field]:
    """What has to be known of a leaf before it has points."""
    label = f"{leaf.code} – {leaf.text}"
    method = effective(leaf.scored_by)
    hint = sentences.method(method)
    value = NumberField(label=label, required=False, help_text=_("The result. Scored %(how)s") % {"how": hint})
    target = NumberField(label=_("Target of %(code)s") % {"code": leaf.code}, required=False)
    match method:
        case YesNo():
            return {"passed": _yes_or_no(label)}
        case Hand():
            most = _("0 to %(most)s points") % {"most": format_number(leaf.maximum)}
            return {"points": NumberField(label=label, required=False, help_text=most)}
        case Share(target=None) | Relative() | Bands(measure=Measure.PERCENT):
            return {"value": value, "target": target}
        case _:
            return {"value": value}


def _yes_or_no(label, unsaid="–"):
    return forms.ChoiceField(label=label, choices=[("", unsaid), (YES, _("yes")), (NO, _("no"))], required=False)


def _figure(figure):
    field = NumberField(label=figure.text, required=False)
    field.suffix = figure.unit
    return field
