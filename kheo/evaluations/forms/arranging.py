"""What is asked before dossiers are shared out."""

from django import forms
from django.utils.translation import gettext_lazy

from kheo.evaluations.models import Subject


class ShareForm(forms.Form):
    """Who takes part, of which field, and whether what is not begun is shared out anew. Asked by GET: it only looks."""

    scorers = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("Scorers"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one scorer.")},
    )  # fmt: skip
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    afresh = forms.BooleanField(label=gettext_lazy("Share out anew what nobody has begun"), required=False)

    def __init__(self, *args, people, subjects: list[Subject], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scorers"].queryset = people
        fields = sorted({subject.field for subject in subjects if subject.field})
        self.fields["field"].choices = [("", gettext_lazy("All")), *((name, name) for name in fields)]
