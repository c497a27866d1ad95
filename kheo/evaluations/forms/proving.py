"""What is asked about evidence and explanations."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.criterion import Criterion
from kheo.criteria.enums import EvidenceKind
from kheo.kernel.files import ATTACHMENTS
from kheo.kernel.formwork import LineField, TextField

QUESTIONS = 3  # asked at a time


class EvidenceForm(forms.Form):
    """One piece: a file, or words (a link, the number of a document, a sentence). The kinds are the leaf's own."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File or photograph"), required=False, help_text=gettext_lazy("At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in ATTACHMENTS)}),
    )  # fmt: skip
    words = LineField(
        label=gettext_lazy("Link, number of the document, or words"), required=False, max_length=500,
        help_text=gettext_lazy("For a file left empty."),
    )  # fmt: skip

    def __init__(self, *args, leaf: Criterion, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = leaf.evidence.kinds if leaf.evidence and leaf.evidence.kinds else tuple(EvidenceKind)
        self.fields["kind"].choices = [(kind.value, str(kind.label).capitalize()) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value


class AskForm(forms.Form):
    """Up to three questions, each about one criterion."""

    def __init__(self, *args, leaves: list[Criterion], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((leaf.code, f"{leaf.code} {leaf.text}") for leaf in leaves)]
        for n in range(1, QUESTIONS + 1):
            self.fields[f"code-{n}"] = forms.ChoiceField(label=_("Criterion"), choices=choices, required=n == 1)
            self.fields[f"question-{n}"] = TextField(label=_("What should be explained"), required=n == 1)

    @property
    def questions(self) -> dict[str, str]:
        """The questions by code; those about one criterion become one."""
        found: dict[str, str] = {}
        for n in range(1, QUESTIONS + 1):
            if code := self.cleaned_data[f"code-{n}"]:
                said = self.cleaned_data[f"question-{n}"]
                found[code] = f"{found[code]}\n{said}" if code in found else said
        return found


class ExplainForm(forms.Form):
    """An answer to each question that waits; one may be left for later."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            label = f"{question.code}: {question.question}"
            self.fields[f"answer-{question.pk}"] = TextField(label=label, required=False)

    @property
    def answers(self) -> dict[int, str]:
        return {int(name.removeprefix("answer-")): said for name, said in self.cleaned_data.items()}
