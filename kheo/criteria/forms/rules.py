"""The rules over the criteria, one form for each kind: figures, gates, classes, profiles, caps, classes of the year."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.editing import Shelf
from kheo.criteria.enums import CapBase, Effect, Grouping, Of, RoundingMode
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
from kheo.criteria.forms.profiles import ProfileForm
from kheo.criteria.sheet import Cap, Class, Figure, Gate, YearClass
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
