"""A criterion: what stands in its row of the table, how it is scored, what must stand behind the score."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.amounts import total
from kheo.criteria.criterion import Criterion
from kheo.criteria.editing import Shelf, Spot, rows
from kheo.criteria.enums import EvidenceKind, Measure, Role, Stage
from kheo.criteria.forms.parts import CodeField, SourcedForm
from kheo.criteria.forms.ways import ANCHORS, ASKS, BANDS, WAYS
from kheo.criteria.methods import effective
from kheo.criteria.sheet import Sheet
from kheo.kernel.formwork import LineField, NumberField, TextField


class CriterionForm(SourcedForm):
    """A group or a leaf. The method's own questions are asked for the method that is chosen."""

    model = Criterion

    code = CodeField(help_text=gettext_lazy("As it is numbered in the table, for example T5 or I.2.a"))
    text = LineField(label=gettext_lazy("Content"))
    condition = TextField(
        label=gettext_lazy("Condition"), required=False, help_text=gettext_lazy("When the points are earned")
    )
    maximum = NumberField(
        label=gettext_lazy("Maximum"),
        required=False,
        help_text=gettext_lazy("In points, for example 7,5. Left empty it is 0: passed or not."),
    )
    by = forms.ChoiceField(
        label=gettext_lazy("How it is scored"), choices=list(WAYS.items()), widget=forms.RadioSelect, initial="hand"
    )
    step = NumberField(label=gettext_lazy("In steps of"), required=False, help_text=gettext_lazy("For example 0,5"))
    least = NumberField(label=gettext_lazy("At least"), required=False)
    scored = forms.BooleanField(
        label=gettext_lazy("Yes gives all points. Without this tick it is passed or not, and the maximum is 0."),
        required=False,
    )
    target = NumberField(
        label=gettext_lazy("The same target for all"),
        required=False,
        help_text=gettext_lazy("Left empty, everybody has a target of their own."),
    )
    measure = forms.ChoiceField(label=gettext_lazy("What falls into the bands"), choices=Measure)
    otherwise = NumberField(label=gettext_lazy("Points when no band holds"), required=False)
    each = NumberField(label=gettext_lazy("Points for each"))
    source = LineField(
        label=gettext_lazy("The result is brought in from"),
        required=False,
        help_text=gettext_lazy("The name of its source in Khéo; empty when somebody types the result."),
    )
    under = forms.ChoiceField(label=gettext_lazy("Stands under"), required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Counts as"), choices=Role, help_text=gettext_lazy("Only at the top of the table")
    )
    reserved_to = forms.ChoiceField(
        label=gettext_lazy("Points kept for"),
        choices=[("", gettext_lazy("nobody: every step scores it")), *Stage.choices],
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What is taken as evidence"), choices=EvidenceKind, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    at_least = forms.IntegerField(
        label=gettext_lazy("How many pieces at the least"), required=False, min_value=0, max_value=99
    )
    tables = {"bands": BANDS, "anchors": ANCHORS}

    def shape(self):
        self.fields["maximum"].needed_to_send = True
        self.fields["under"].choices = self._groups()
        self.fields["kinds"].bare = True
        if self._is_group:
            for name in ("by", "source", "kinds", "at_least", *self._questions()):
                del self.fields[name]
            self.fields["maximum"].help_text = _("The sum of its parts. Left empty, Khéo adds them up.")
            self.tables = {}
            return
        for name in self._questions() - set(ASKS[self.way]):
            del self.fields[name]
        self.tables = {"bands": BANDS, "anchors": ANCHORS} if self.way == "bands" else {"anchors": ANCHORS}

    @property
    def way(self) -> str:
        """The method that is chosen on the page, or stands in the draft; none for a group."""
        if self._is_group:
            return ""
        said = self.data.get("by") if self.is_bound else self.typed.get("by") if self.typed else None
        standing = effective(self.old.scored_by).by if self.old else "hand"
        return said if said in ASKS else standing

    def written(self):
        if self.old is None:
            return {"by": self.way, "scored": True, "under": self._under()}
        evidence = self.old.evidence
        method = {} if not self.old.is_leaf else effective(self.old.scored_by)
        return {
            **super().written(),
            "scored": True,
            **{name: getattr(method, name) for name in self._questions() if hasattr(method, name)},
            "by": self.way,
            "source": getattr(self.old.method, "source", ""),
            "under": self._under(),
            "kinds": list(evidence.kinds) if evidence else [],
            "at_least": evidence.at_least or None if evidence else None,
        }

    def written_rows(self, name):
        if name == "bands" and self.old:
            method = effective(self.old.scored_by)
            return [
                {"is": band.is_, "bound": band.bound, "points": band.points} for band in getattr(method, "bands", ())
            ]
        return super().written_rows(name)

    def spelled(self):
        said = super().spelled()
        bands = said.pop("bands", [])
        if self.cleaned_data.get("under"):
            said["role"] = Role.SCALE
        if self._is_group:
            return {"maximum": total(part.maximum for part in self.old.parts)} | said
        evidence = {name: self.cleaned_data[name] for name in ("kinds", "at_least") if self.cleaned_data[name]}
        return said | {"method": self._method(bands)} | ({"evidence": evidence} if evidence else {})

    @property
    def group(self) -> Spot | None:
        """The group that was chosen; None for the top of the table."""
        return spots(self.sheet).get(self.cleaned_data.get("under", ""))

    @property
    def key(self) -> str:
        """The key of this criterion, empty for a new one."""
        everyone = zip(spots(self.sheet), rows(self.sheet, Shelf.CRITERIA), strict=True)
        return next((key for key, row in everyone if row is self.old), "")

    @property
    def asked(self):
        """What the chosen method asks."""
        return [self[name] for name in ASKS[self.way]]

    @property
    def more(self):
        """What is seldom asked."""
        names = ("source", "under", "role", "reserved_to", "kinds", "at_least")
        return [self[name] for name in names if name in self.fields]

    @property
    def says_more(self) -> bool:
        """Whether something of what is seldom asked has an answer."""
        seldom = ("source", "reserved_to", "kinds", "at_least", "standing", "note")
        return any(self.initial.get(name) for name in seldom) or bool(getattr(self.old, "anchors", ()))

    @property
    def bands(self):
        return [group for group in self.groups if group["name"] == "bands"]

    @property
    def anchors(self):
        return [group for group in self.groups if group["name"] == "anchors"]

    @property
    def goes_elsewhere(self) -> bool:
        """Whether another group was chosen than the one in which the criterion stands."""
        return self.cleaned_data.get("under", "") != self._under()

    def _method(self, bands) -> Mapping[str, Any]:
        answers = {name: self.cleaned_data.get(name) for name in ASKS[self.way]}
        method = {"by": self.way} | {name: value for name, value in answers.items() if value not in ("", None)}
        if self.way == "bands":
            method["bands"] = bands
        source = self.cleaned_data.get("source")
        return {"by": "imported", "source": source, "then": method} if source else method

    @property
    def _is_group(self) -> bool:
        return self.old is not None and not self.old.is_leaf

    def _keeps(self, name):
        return super()._keeps(name) and (name != "evidence" or self._is_group)

    @staticmethod
    def _questions() -> set[str]:
        return {name for names in ASKS.values() for name in names}

    def _under(self) -> str:
        """The key of the group in which the criterion stands; of a new one what the address says."""
        everyone = spots(self.sheet)
        groups = zip(everyone, rows(self.sheet, Shelf.CRITERIA), strict=True)
        return next((key for key, row in groups if any(part is self.old for part in row.parts)), "")

    def _groups(self):
        own = list(self.old.walk()) if self.old else []
        groups = zip(spots(self.sheet), rows(self.sheet, Shelf.CRITERIA), strict=True)
        found = [
            (key, f"{row.code} – {row.text[:60]}") for key, row in groups if all(row is not below for below in own)
        ]
        return [("", _("nothing: at the top of the table")), *found]


def spots(sheet: Sheet) -> dict[str, Spot]:
    """Every criterion by a key that outlives changes elsewhere: its code, with its place when it has a twin."""
    codes = [row.code for row in rows(sheet, Shelf.CRITERIA)]
    return {
        code if codes.count(code) == 1 else f"{code} {n}": Spot(Shelf.CRITERIA, n, code)
        for n, code in enumerate(codes, start=1)
    }
