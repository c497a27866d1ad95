"""What is asked before a draft exists: for which round, of what kind, about whom, new or continuing what."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.exemplars.models import Exemplar
from kheo.kernel.formwork import LineField

NOT_LISTED = "-"
MOST_RADIOS = 20  # a longer choice folds into a drop-down list


class BeginForm(forms.Form):
    """Kind and subject are independent (BR-22); what is continued or copied is chosen from a list, or is not in it."""

    title = LineField(
        label=gettext_lazy("Name of the model or example"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "A working name is enough; you can change it until you send. What you continue keeps its name."
        ),
    )
    round = forms.ChoiceField(label=gettext_lazy("Round"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=Kind, widget=forms.RadioSelect, initial=Kind.MODEL
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("Whose is it?"), choices=Subject, widget=forms.RadioSelect, initial=Subject.COLLECTIVE
    )
    exemplar = forms.ChoiceField(
        label=gettext_lazy("Which one do you continue?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which one you continue, or that it is not in the list.")},
    )
    replicated_from = forms.ChoiceField(
        label=gettext_lazy("Which one do you replicate?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which one you replicate, or that it is not in the list.")},
    )

    def __init__(self, data=None, *, origin, rounds, exemplars):
        super().__init__(data)
        self.rounds = {str(round_.pk): round_ for round_ in rounds}
        self.exemplars = {str(exemplar.pk): exemplar for exemplar in exemplars}
        self.fields["round"].choices = [(pk, round_.name) for pk, round_ in self.rounds.items()]
        if len(self.rounds) == 1:
            self.fields["round"].widget = forms.HiddenInput()
            self.fields["round"].initial = next(iter(self.rounds))
        self._ask_of_which(origin)
        self.order_fields(["exemplar", "replicated_from", "title", "round", "kind", "subject"])

    def _ask_of_which(self, origin: Origin) -> None:
        wanted = {Origin.MAINTAINED: "exemplar", Origin.UPGRADED: "exemplar", Origin.REPLICATED: "replicated_from"}
        for name in ("exemplar", "replicated_from"):
            if wanted.get(origin) != name:
                del self.fields[name]
                continue
            choices = [(pk, exemplar.told) for pk, exemplar in self.exemplars.items()]
            if len(choices) > MOST_RADIOS:
                self.fields[name].widget = forms.Select()
                choices.insert(0, ("", "–"))
            if not choices:
                self.fields[name].initial = NOT_LISTED
                self.fields[name].help_text = _("There is nothing to choose from yet: say below what it is.")
            self.fields[name].choices = [*choices, (NOT_LISTED, _("It is not in this list"))]

    def clean_round(self):
        return self.rounds[self.cleaned_data["round"]]

    def clean_exemplar(self) -> Exemplar | None:
        return self.exemplars.get(self.cleaned_data["exemplar"])

    def clean_replicated_from(self) -> Exemplar | None:
        return self.exemplars.get(self.cleaned_data["replicated_from"])
