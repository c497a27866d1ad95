"""What is asked of who joins, answers, leaves and merges."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.kernel.formwork import LineField, TextField

LONGEST = 2000  # characters of a reason
THIS, OTHER = "this", "other"


class AskForm(forms.Form):
    """Which unit asks, what it does in the work, and its own draft of it."""

    unit = forms.ChoiceField(label=gettext_lazy("Which unit takes part"), widget=forms.RadioSelect)
    task = LineField(
        label=gettext_lazy("What your unit does in this work"),
        help_text=gettext_lazy("For example: paints the murals along the fence with its members."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write what your unit does in this work.")},
    )
    draft = forms.ChoiceField(
        label=gettext_lazy("Your own draft of the same work"),
        help_text=gettext_lazy("It stays until the answer, and is withdrawn when you are taken in."),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data=None, *, units, drafts, **kwargs):
        super().__init__(data, **kwargs)
        self.units, self.drafts = ({str(row.pk): row for row in rows} for rows in (units, drafts))
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]
        if len(units) == 1:  # a choice of one asks nothing
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = str(units[0].pk)
        if drafts:
            named = [(pk, draft.title or _("Draft without a name")) for pk, draft in self.drafts.items()]
            self.fields["draft"].choices = [*named, ("", gettext_lazy("We have none"))]
        else:
            del self.fields["draft"]

    def clean_unit(self):
        return self.units[self.cleaned_data["unit"]]

    def clean_draft(self):
        return self.drafts.get(self.cleaned_data["draft"])


class RefuseForm(forms.Form):
    """Why a unit is not taken in."""

    reason = TextField(
        label=gettext_lazy("Why is the unit not taken in?"),
        help_text=gettext_lazy("It reads this, and may register its own work."),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write why the unit is not taken in.")},
    )


class LeaveForm(forms.Form):
    """Why a co-operation ends."""

    reason = TextField(
        label=gettext_lazy("Why does it end?"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write why it ends.")},
    )


class MergeForm(forms.Form):
    """Which other registration is the same work, which of the two is kept, and why."""

    other = forms.TypedChoiceField(
        label=gettext_lazy("Which registration is the same work?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the registration that is the same work.")},
    )
    keep = forms.ChoiceField(
        label=gettext_lazy("Which of the two is kept and counted?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which of the two is kept.")},
    )
    reason = TextField(
        label=gettext_lazy("Why are they the same work?"),
        help_text=gettext_lazy("Both units read it. For example: the same fence, built by both in March."),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write why they are the same work.")},
    )

    def __init__(self, data=None, *, registration, candidates, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["other"].choices = [(row.pk, f"{row.title} – {row.unit.name} ({row.code})") for row in candidates]
        this = _("This one: “%(title)s” of %(unit)s") % {"title": registration.title, "unit": registration.unit.name}
        self.fields["keep"].choices = [(THIS, this), (OTHER, gettext_lazy("The other one, chosen above"))]


class UndoForm(forms.Form):
    """Why a merging is undone."""

    reason = TextField(
        label=gettext_lazy("Why are they two works after all?"),
        help_text=gettext_lazy("Both units read it."),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write why they are two works.")},
    )
