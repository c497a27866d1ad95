"""What is asked about visits: the plan, the record on a phone, a photograph, a signature, why one is cancelled."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.criterion import Criterion
from kheo.evaluations.enums import Finding
from kheo.evaluations.records import WORDS, Record, Seen
from kheo.evaluations.visiting import Candidate
from kheo.kernel.formwork import DayField, LineField, TextField
from kheo.kernel.text import clean_line
from kheo.people.models import Person

_POSITION = re.compile(r"(-?\d{1,3}(?:[.,]\d{1,12})?)\s*[;, ]\s*(-?\d{1,3}(?:[.,]\d{1,12})?)")


@dataclass(frozen=True)
class Place:
    """Somebody who might go, and the two boxes about them; none where they may not."""

    candidate: Candidate
    goes: forms.BoundField | None
    part: forms.BoundField | None


class PlanForm(forms.Form):
    """Day, place, and who goes; who may not go stands there with the reason."""

    on = DayField(label=gettext_lazy("Day"))
    place = LineField(
        label=gettext_lazy("Place of the visit"), max_length=300, help_text=gettext_lazy("Where the team meets.")
    )

    def __init__(self, *args, candidates: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for one in self._free():
            pk, name = one.person.pk, one.person.full_name
            self.fields[f"goes-{pk}"] = forms.BooleanField(label=name, required=False)
            label = _("What %(person)s looks at") % {"person": name}
            self.fields[f"part-{pk}"] = LineField(label=label, required=False, max_length=200)

    @property
    def places(self) -> Iterator[Place]:
        """Everybody, those who may go first."""
        for one in sorted(self.candidates, key=lambda candidate: bool(candidate.why_not)):
            pk = one.person.pk
            yield Place(one, self[f"goes-{pk}"], self[f"part-{pk}"]) if not one.why_not else Place(one, None, None)

    @property
    def team(self) -> list[tuple[Person, str]]:
        """Who goes, with their part."""
        said = self.cleaned_data
        return [
            (one.person, said.get(f"part-{one.person.pk}", "")) for one in self._free() if said[f"goes-{one.person.pk}"]
        ]

    def clean(self) -> None:
        if not self.team:
            raise ValidationError(_("Choose who goes."))

    def _free(self) -> Iterable[Candidate]:
        return (one for one in self.candidates if not one.why_not)


class PositionField(forms.CharField):
    """Latitude and longitude on one line, as the button writes them and as maps do: `20,93521; 106,80012`."""

    def to_python(self, value):
        text = clean_line(super().to_python(value) or "")
        if not text:
            return (None, None)
        found = _POSITION.fullmatch(text)
        if found is None:
            raise ValidationError(_("Write the position as two numbers, like 20,93521; 106,80012, or leave it empty."))
        latitude, longitude = (Decimal(part.replace(",", ".")) for part in found.groups())
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise ValidationError(_("This position is not on the earth."))
        return (latitude, longitude)


@dataclass(frozen=True)
class Look:
    """A leaf on the page: what was declared of it, and the boxes for what is seen."""

    number: int
    leaf: Criterion
    declared: str
    observed: forms.BoundField
    note: forms.BoundField


class RecordForm(forms.Form):
    """The record on a phone. Nothing is wanted before it is finished, so that everything saves itself."""

    people_met = TextField(label=gettext_lazy("Whom you met"), required=False)
    papers_seen = TextField(label=gettext_lazy("Documents you saw"), required=False)
    remarks = TextField(label=gettext_lazy("Remarks"), required=False)
    position = PositionField(
        label=gettext_lazy("Position"), required=False,
        help_text=gettext_lazy("Only if you press the button: nobody is followed."),
    )  # fmt: skip
    finding = forms.ChoiceField(
        label=gettext_lazy("Conclusion"), choices=Finding, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, leaves: list[Criterion], declared: dict[str, str], kept: Record, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaves, self.declared = leaves, declared
        for name in WORDS:
            self.fields[name].initial = getattr(kept, name)
            self.fields[name].needed_to_send = name in ("people_met", "finding")
        self.fields["position"].initial = _spelled(kept)
        for n, leaf in enumerate(leaves, start=1):
            seen = kept.observations.get(leaf.code, Seen())
            words = {"code": leaf.code}
            self.fields[f"observed-{n}"] = LineField(
                label=_("Seen there: %(code)s") % words, required=False, max_length=200, initial=seen.observed
            )
            self.fields[f"note-{n}"] = TextField(label=_("Note on %(code)s") % words, required=False, initial=seen.note)

    @property
    def looks(self) -> Iterator[Look]:
        """Every leaf, in the order of the framework."""
        for n, leaf in enumerate(self.leaves, start=1):
            yield Look(n, leaf, self.declared.get(leaf.code, ""), self[f"observed-{n}"], self[f"note-{n}"])

    @property
    def declared_looks(self) -> list[Look]:
        """Those of which the unit declared something, or somebody has written something already."""
        return [look for look in self.looks if look.declared or look.observed.value() or look.note.value()]

    @property
    def other_looks(self) -> list[Look]:
        """Those of which nothing was declared."""
        shown = {look.number for look in self.declared_looks}
        return [look for look in self.looks if look.number not in shown]

    def record(self, kept: Record) -> Record:
        """What stands on the page; a part that cannot be read counts as it is `kept`."""
        said = self.cleaned_data
        latitude, longitude = said.get("position", kept.position)
        observations = {}
        for n, leaf in enumerate(self.leaves, start=1):
            before = kept.observations.get(leaf.code, Seen())
            observations[leaf.code] = Seen(
                said.get(f"observed-{n}", before.observed), said.get(f"note-{n}", before.note)
            )
        return Record(
            observations=observations, latitude=latitude, longitude=longitude,
            **{name: said.get(name, getattr(kept, name)) for name in WORDS},
        )  # fmt: skip


class PhotoForm(forms.Form):
    """A photograph; the three ways of choosing one stand in templates/evidence/_bring.html."""

    photo = forms.FileField(label=gettext_lazy("Photo"))


class DescribeForm(forms.Form):
    """What a photograph shows."""

    caption = LineField(label=gettext_lazy("What the photo shows"), required=False, max_length=200)
    code = forms.ChoiceField(label=gettext_lazy("Criterion"), required=False)

    def __init__(self, *args, leaves: list[Criterion], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "–"), *((leaf.code, f"{leaf.code} {leaf.text}") for leaf in leaves)]


class CancelForm(forms.Form):
    """Why a visit does not take place; the unit reads it."""

    reason = TextField(label=gettext_lazy("Why does the visit not take place? The unit reads this."))


def _spelled(kept: Record) -> str:
    return "" if kept.latitude is None else f"{kept.latitude}; {kept.longitude}".replace(".", ",")
