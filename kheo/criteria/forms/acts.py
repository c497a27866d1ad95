"""What is asked when a framework is set up, brought in, published, retired and put in a unit's own words."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.forms.parts import CodeField
from kheo.criteria.permissions import units_kept_by
from kheo.kernel.formwork import DayField, LineField, NumberField, TextField, today_as_written
from kheo.units.models import Unit

FRAMEWORK_FILES = ("yaml", "yml", "xlsx", "xls", "ods")


class OwnedForm(forms.Form):
    """For which of one's units; not asked of who keeps the frameworks of one only."""

    owner = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit that issues it"), empty_label=None)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Unit.objects.filter(pk__in=units_kept_by(person)).in_order()
        self.fields["owner"].initial = self.fields["owner"].queryset.first()


class NamedForm(OwnedForm):
    """A framework under a code and a name of one's own."""

    code = CodeField(help_text=gettext_lazy("Short, never used twice and never changed, for example DVK-BT"))
    name = LineField(label=gettext_lazy("Name"), max_length=300)


class FoundForm(NamedForm):
    """An empty framework, to be filled in the editor."""

    scale = NumberField(label=gettext_lazy("Scale"), help_text=gettext_lazy("The points of the whole, for example 100"))


class BringForm(forms.Form):
    """A file that spells a framework."""

    file = forms.FileField(
        label=gettext_lazy("The file with the framework"),
        help_text=gettext_lazy("YAML (the whole framework), or Excel (the table with its points); at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in FRAMEWORK_FILES)}),
        error_messages={"required": gettext_lazy("Choose the file with the framework.")},
    )


class PublishForm(forms.Form):
    """From when a version is in force, and by which paper."""

    starts = DayField(label=gettext_lazy("In force from"), initial=today_as_written)
    last_day = DayField(
        label=gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Left empty, it stays in force until a newer version or until it is retired."),
    )  # fmt: skip
    number = LineField(
        label=gettext_lazy("Number and symbol of the paper that issues it"), max_length=60, required=False,
        help_text=gettext_lazy("For example 08-HD/BDVTU"),
    )  # fmt: skip
    on = DayField(label=gettext_lazy("Date of the paper"), required=False)
    title = LineField(label=gettext_lazy("On what"), max_length=300, required=False)

    def clean(self):
        said = self.cleaned_data
        if not said.get("number") and (said.get("on") or said.get("title")):
            self.add_error("number", _("Write the number and symbol of the paper, as its issuer's registry gave it."))


class RetireForm(forms.Form):
    last_day = DayField(label=gettext_lazy("Last day"), initial=today_as_written)


class ConcretiseForm(forms.Form):
    """What a unit makes of a criterion: its words and its target, never its points."""

    wording = TextField(
        label=gettext_lazy("In our words"), required=False, max_length=2000,
        help_text=gettext_lazy("What this means here. For example: at least 4 of the 5 village roads lit by October."),
    )  # fmt: skip
    local_target = NumberField(label=gettext_lazy("Our target"), required=False)


def paper_of(told) -> dict[str, object] | None:
    """What was said of the paper that issues a version; None when it was not named."""
    if not told["number"]:
        return None
    return {"number": told["number"], "on": told["on"], "title": told["title"]}
