"""What a unit's papers are printed with: its letterhead, its own Word template for a kind of paper."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.documents.enums import Layout, PaperKind
from kheo.documents.heads import Furnished
from kheo.documents.unit_templates.names import WORDS
from kheo.kernel import clock
from kheo.kernel.formwork import DayField, LineField, TextField, today_as_written
from kheo.units.models import Unit


class StationeryForm(forms.Form):
    """What stands at the top and the end of a unit's papers, begun with what they are printed with today."""

    layout = forms.ChoiceField(
        label=gettext_lazy("Whose rules of form its papers follow"), choices=Layout, widget=forms.RadioSelect
    )
    superior = TextField(
        label=gettext_lazy("Superior body at the top"), required=False,
        help_text=gettext_lazy("As it is printed, without capitals; empty where none stands there."),
    )  # fmt: skip
    issuer = TextField(label=gettext_lazy("Issuing body at the top"))
    place = LineField(
        label=gettext_lazy("Place"), required=False, max_length=100,
        help_text=gettext_lazy("It stands before the day, for example Phan Thiết"),
    )  # fmt: skip
    symbol = LineField(
        label=gettext_lazy("The unit's letters in the symbol"), required=False, max_length=30,
        help_text=gettext_lazy("For example UBND in 12/QĐ-UBND, or BDVTU in 12-QĐ/BDVTU"),
    )  # fmt: skip
    decider = LineField(
        label=gettext_lazy("Who decides"), required=False, max_length=200,
        help_text=gettext_lazy("For example Chủ tịch Ủy ban nhân dân tỉnh; empty: the issuing body."),
    )  # fmt: skip
    on_behalf = TextField(
        label=gettext_lazy("On whose behalf is signed"), required=False,
        help_text=gettext_lazy("For example T/M Ban Thường vụ, or KT. Chủ tịch; one a line."),
    )  # fmt: skip
    office = LineField(label=gettext_lazy("Office of who signs"), required=False, max_length=120)
    signatory = LineField(label=gettext_lazy("Name of who signs"), required=False, max_length=120)
    on = DayField(label=gettext_lazy("Printed so from"), initial=today_as_written)

    def __init__(self, *args: Any, today: Furnished, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("layout", "superior", "issuer", "place", "symbol", "decider"):
            self.fields[name].initial = getattr(today, name)
        signed = today.signature
        self.initial |= {"on_behalf": "\n".join(signed.authority), "office": signed.office, "signatory": signed.name}
        for name in self.fields.keys() - {"layout", "on"}:
            self.fields[name].widget.attrs["lang"] = "vi"
        for name in ("superior", "issuer", "on_behalf"):
            self.fields[name].widget.attrs["rows"] = 2


class TemplateForm(forms.Form):
    """A unit's own Word template for a kind of paper."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"), empty_label=None)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of paper"), choices=[(kind.value, kind.label) for kind in PaperKind if kind in WORDS]
    )
    file = forms.FileField(
        label=gettext_lazy("The Word template (.docx)"), widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": gettext_lazy("Choose the file with the template.")},
    )  # fmt: skip
    on = DayField(label=gettext_lazy("In use from"), initial=today_as_written)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()  # type: ignore[attr-defined]

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] < clock.today():
            raise ValidationError(_("A template is in use from today on, or from a later day."))
        return self.cleaned_data["on"]
