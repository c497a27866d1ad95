"""The rules over the criteria, one form for each kind: figures, gates, classes, profiles, caps, classes of the year."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.editing import Shelf
from kheo.criteria.enums import CapBase, Effect, Grouping, Of, Operator, ProfileBasis, RoundingMode
from kheo.criteria.forms.criterion import CriterionForm
from kheo.criteria.forms.parts import (
    CodeField,
    PartForm,
    Rows,
    SourcedForm,
    named,
    naming,
    number,
    sign,
    sign_field,
)
from kheo.criteria.sentences import SIGNS
from kheo.criteria.sheet import Cap, Class, Figure, Gate, Profile, Threshold, YearClass
from kheo.kernel.formwork import LineField, NumberField


def _looked_at(form):
    """The criteria and figures that a condition can look at, those it looks at now among them."""
    conditions = getattr(form.old, "conditions", ()) or filter(None, [getattr(form.old, "condition", None)])
    return forms.ChoiceField(
        label=gettext_lazy("Of which criterion or figure"),
        choices=naming(form.sheet, "criteria", "figures", also=[condition.code for condition in conditions]),
        required=False,
    )


CONDITIONS = Rows(
    gettext_lazy("Condition"),
    {
        "of": lambda form: forms.ChoiceField(label=gettext_lazy("What is looked at"), choices=Of),
        "code": _looked_at,
        "is": sign(gettext_lazy("It is")),
        "bound": number(gettext_lazy("Bound"), signed=True),
    },
    wanted=("bound",),
)
MINIMUMS = Rows(
    gettext_lazy("At least so many points in one criterion or group"),
    {
        "code": named(
            gettext_lazy("In"), "criteria", also=lambda form: [one.code for one in getattr(form.old, "minimums", ())]
        ),
        "points": number(gettext_lazy("Points")),
    },
    wanted=("code", "points"),
)


class FigureForm(PartForm):
    model = Figure

    code = CodeField(help_text=gettext_lazy("For example TRE"))
    text = LineField(
        label=gettext_lazy("What it says"), help_text=gettext_lazy("For example: tasks finished late, in per cent")
    )
    unit = LineField(label=gettext_lazy("Unit of measure"), required=False)


class GateForm(SourcedForm):
    """A veto. What it asks is either a comparison, or a yes or no that somebody confirms."""

    model = Gate

    code = CodeField(help_text=gettext_lazy("For example DK1"))
    text = LineField(
        label=gettext_lazy("What is demanded"), help_text=gettext_lazy("So that “yes” passes: nobody was disciplined")
    )
    of = forms.ChoiceField(label=gettext_lazy("How it is known"), required=False)
    of_code = forms.ChoiceField(required=False)
    is_ = sign_field(gettext_lazy("It is"))
    bound = NumberField(label=gettext_lazy("Bound"), required=False, signed=True)
    document = forms.BooleanField(label=gettext_lazy("The number of a document is asked for"), required=False)
    effect = forms.ChoiceField(label=gettext_lazy("When it is not passed"), choices=Effect)
    best_class = forms.ChoiceField(label=gettext_lazy("The best class that is left"), required=False)

    def shape(self):
        self.fields["of"].choices = [("", _("somebody confirms yes or no")), *Of.choices]
        self.fields["of_code"] = _looked_at(self)
        self.fields["is_"].required = False
        self.fields["best_class"].choices = naming(self.sheet, "classes", also=[getattr(self.old, "best_class", None)])
        self.order_fields(["code", "text", "of", "of_code"])

    def written(self):
        condition = getattr(self.old, "condition", None)
        if condition is None:
            return super().written()
        asked = {"of": condition.of, "of_code": condition.code, "is_": condition.is_, "bound": condition.bound}
        return super().written() | asked

    def clean(self):
        super().clean()
        if self.cleaned_data.get("of") and self.cleaned_data.get("bound") is None and "bound" not in self.errors:
            self.add_error("bound", _("Write the number with which it is compared."))

    def spelled(self):
        said = super().spelled()
        if not self.cleaned_data["of"]:
            return said
        told = {"of": "of", "code": "of_code", "is": "is_", "bound": "bound"}
        answers = {word: self.cleaned_data[name] for word, name in told.items()}
        return said | {"condition": {word: answer for word, answer in answers.items() if answer not in ("", None)}}

    def _keeps(self, name):
        return super()._keeps(name) and name != "condition"


class ClassForm(SourcedForm):
    model = Class

    code = CodeField(help_text=gettext_lazy("For example XS"))
    name = LineField(label=gettext_lazy("Name"))
    threshold_is = sign_field(gettext_lazy("The total is"))
    threshold_bound = NumberField(
        label=gettext_lazy("Bound"),
        required=False,
        signed=True,
        help_text=gettext_lazy("Where the class begins, for example 89,5. The last class needs none."),
    )
    tables = {"minimums": MINIMUMS, "conditions": CONDITIONS}

    def written(self):
        bar = getattr(self.old, "threshold", None)
        began = {"threshold_is": bar.is_, "threshold_bound": bar.bound} if bar else {}
        return super().written() | began

    def spelled(self):
        said, bound = super().spelled(), self.cleaned_data["threshold_bound"]
        if bound is None:
            return said
        return said | {"threshold": {"is": self.cleaned_data["threshold_is"], "bound": bound}}

    def _keeps(self, name):
        return super()._keeps(name) and name != "threshold"


class ProfileForm(SourcedForm):
    """To whom some criteria do not apply. A table of its own says for each class where it begins there."""

    model = Profile

    code = CodeField(help_text=gettext_lazy("For example KTT"))
    text = LineField(label=gettext_lazy("Who it is for"))
    without = forms.MultipleChoiceField(
        label=gettext_lazy("What does not apply to them"), required=False, widget=forms.CheckboxSelectMultiple
    )
    scale = NumberField(label=gettext_lazy("What is left of the scale"), help_text=gettext_lazy("For example 85"))
    basis = forms.ChoiceField(
        label=gettext_lazy("How they are classified"), choices=ProfileBasis, widget=forms.RadioSelect
    )
    UNUSED, OPEN = "", "open"

    def shape(self):
        self.fields["without"].choices = naming(self.sheet, "criteria", also=getattr(self.old, "without", ()))[1:]
        self.fields["without"].bare = True
        self.initial.setdefault("basis", ProfileBasis.PERCENT_OF_APPLICABLE)
        own = {one.code: one for one in getattr(self.old, "classes", ())}
        for n, class_ in enumerate(self._classes()):
            self.fields |= self._questions(n)
            self.initial |= self._answers(n, own.get(class_.code))

    @property
    def groups(self):
        return [
            {
                "name": "",
                "legend": _("In the table of their own, “%(class)s”") % {"class": class_.name},
                "rows": [{"number": "", "fields": [self[f"own-{n}-is"], self[f"own-{n}-bound"]]}],
            }
            for n, class_ in enumerate(self._classes())
        ]

    def clean(self):
        super().clean()
        for n, _class in enumerate(self._classes()):
            begins = self.cleaned_data.get(f"own-{n}-is") not in (self.UNUSED, self.OPEN, None)
            if begins and self.cleaned_data.get(f"own-{n}-bound") is None and f"own-{n}-bound" not in self.errors:
                self.add_error(f"own-{n}-bound", _("Write the number at which the class begins."))

    def spelled(self):
        return super().spelled() | {
            "classes": [made for n, one in enumerate(self._classes()) if (made := self._made(n, one))]
        }

    def _made(self, n, class_):
        """The class in the profile's own table; what else it demands there stays."""
        begins, bound = self.cleaned_data[f"own-{n}-is"], self.cleaned_data[f"own-{n}-bound"]
        if begins == self.UNUSED:
            return None
        kept = next((one for one in getattr(self.old, "classes", ()) if one.code == class_.code), None)
        kept = kept or Class(code=class_.code, name=class_.name)
        bar = None if begins == self.OPEN else Threshold.model_validate({"is": begins, "bound": bound})
        return kept.model_copy(update={"threshold": bar})

    def _classes(self):
        """The classes of the sheet, and those of the profile that the sheet does not have."""
        own = [one for one in getattr(self.old, "classes", ()) if one.code not in {c.code for c in self.sheet.classes}]
        return [*self.sheet.classes, *own]

    def _questions(self, n):
        begins = [
            (self.UNUSED, _("not in this table")),
            (Operator.AT_LEAST.value, f"{SIGNS[Operator.AT_LEAST]} {Operator.AT_LEAST.label}"),
            (Operator.MORE.value, f"{SIGNS[Operator.MORE]} {Operator.MORE.label}"),
            (self.OPEN, _("everything else")),
        ]
        return {
            f"own-{n}-is": forms.ChoiceField(label=_("Begins"), choices=begins, required=False),
            f"own-{n}-bound": NumberField(label=_("Bound"), required=False, signed=True),
        }

    def _answers(self, n, own):
        if own is None:
            return {}
        bar = own.threshold
        return {f"own-{n}-is": bar.is_ if bar else self.OPEN, f"own-{n}-bound": bar.bound if bar else None}


class CapForm(SourcedForm):
    """How many may have a class at most, counted of what, in which groups, rounded how."""

    model = Cap

    code = CodeField(help_text=gettext_lazy("For example TT20"))
    of = forms.ChoiceField(label=gettext_lazy("The class that is limited"))
    percent = NumberField(label=gettext_lazy("At most, in per cent"), help_text=gettext_lazy("For example 20"))
    base = forms.ChoiceField(
        label=gettext_lazy("Counted of"), choices=CapBase,
        help_text=gettext_lazy("Readings differ here, and the difference decides: take what your paper says."),
    )  # fmt: skip
    good = forms.ChoiceField(label=gettext_lazy("Which class is the “good” one"), required=False)
    grouping = forms.ChoiceField(label=gettext_lazy("Counted in which groups"), choices=Grouping)
    rounding = forms.ChoiceField(label=gettext_lazy("Parts of a unit are rounded"), choices=RoundingMode)
    at_least_one = forms.BooleanField(label=gettext_lazy("A small group may always have one"), required=False)

    def shape(self):
        for name in ("of", "good"):
            self.fields[name].choices = naming(self.sheet, "classes", also=[getattr(self.old, name, None)])


class YearClassForm(SourcedForm):
    """What a class of the year demands of its months or quarters."""

    model = YearClass

    code = forms.ChoiceField(label=gettext_lazy("The class of the year"))
    every = forms.ChoiceField(
        label=gettext_lazy("Every period has at least"), required=False,
        help_text=gettext_lazy("Left open, a period may have any class."),
    )  # fmt: skip
    tables = {
        "times": Rows(
            gettext_lazy("So often"),
            {
                "code": named(
                    gettext_lazy("This class or a better one"), "classes",
                    also=lambda form: [one.code for one in getattr(form.old, "times", ())],
                ),
                "at_least": lambda form: forms.IntegerField(
                    label=gettext_lazy("In at least so many periods"), min_value=1, max_value=12
                ),
            },
            wanted=("code", "at_least"),
        )
    }  # fmt: skip

    def shape(self):
        for name in ("code", "every"):
            self.fields[name].choices = naming(self.sheet, "classes", also=[getattr(self.old, name, None)])


FORMS: dict[Shelf, type[PartForm]] = {
    Shelf.CRITERIA: CriterionForm,
    Shelf.CLASSES: ClassForm,
    Shelf.GATES: GateForm,
    Shelf.FIGURES: FigureForm,
    Shelf.PROFILES: ProfileForm,
    Shelf.CAPS: CapForm,
    Shelf.YEAR: YearClassForm,
}
