"""The ways in which a criterion can be scored, what each of them asks, and the tables that some of them need."""

from django.utils.translation import gettext_lazy

from kheo.criteria.forms.parts import Rows, number, sign
from kheo.kernel.formwork import LineField

WAYS = {
    "hand": gettext_lazy("By hand: the scorer gives the points"),
    "yes_no": gettext_lazy("Yes or no"),
    "share": gettext_lazy("In proportion to a target: result ÷ target × maximum, never above it"),
    "bands": gettext_lazy("By bands: the result falls into a band, and the band gives the points"),
    "count": gettext_lazy("So many points for each, up to the maximum"),
    "deduction": gettext_lazy("The maximum, less so many points for each failing"),
    "relative": gettext_lazy("Measured against the best of the group: meeting the target gives half of the points"),
}
ASKS = {
    "hand": ("step", "least"),
    "yes_no": ("scored",),
    "share": ("target",),
    "bands": ("measure", "otherwise"),
    "count": ("each",),
    "deduction": ("each",),
    "relative": (),
}
BANDS = Rows(
    gettext_lazy("Band"),
    {
        "is": sign(gettext_lazy("The result is")),
        "bound": number(gettext_lazy("Bound"), signed=True),
        "points": number(gettext_lazy("Points")),
    },
    wanted=("bound", "points"),
)
ANCHORS = Rows(
    gettext_lazy("What so many points mean"),
    {
        "points": number(gettext_lazy("Points")),
        "words": lambda form: LineField(label=gettext_lazy("In words")),
    },
    wanted=("points", "words"),
)
