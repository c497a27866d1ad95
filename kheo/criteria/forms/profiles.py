"""Profiles: to whom some criteria do not apply, and where the classes begin for them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.enums import Operator, ProfileBasis
from kheo.criteria.forms.parts import CodeField, SourcedForm, naming
from kheo.criteria.sentences import SIGNS
from kheo.criteria.sheet import Class, Profile, Threshold
from kheo.kernel.formwork import LineField, NumberField


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
