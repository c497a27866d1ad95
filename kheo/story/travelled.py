"""What travelled and what worked: the figures of one pilot of Hưng Yên and of those who copied it.

The newspaper prints no result of any of them. Every number here is ours, on registrations that are marked as
demonstration data; one copy has reported nothing, so that the study shows a gap too.
"""

from collections.abc import Iterable, Sequence

from kheo.exemplars.models import Registration
from kheo.movements.models import Movement
from kheo.people.models import Person
from kheo.results import actions
from kheo.results.enums import Sheet
from kheo.story.figures import Told, rows_of

IN_CHARGE, OUT_OF_POVERTY = "Hộ có đảng viên phụ trách", "Hộ được giúp thoát nghèo"
OF_THE_PILOT = (100, 6)  # ten members, ten households each
NOTE = "dữ liệu minh họa"


def offer(movement: Movement, by: Person) -> None:
    """The two indicators in which pilots and copies are compared: households at the end, and those helped in a year."""
    for name, nature in ((IN_CHARGE, "stock"), (OUT_OF_POVERTY, "flow")):
        actions.add_indicator(movement, name=name, measure="hộ", nature=nature, direction="more", by=by)


def of_the_pilot(pilot: Registration, by: Person) -> None:
    """The pilot's own two figures."""
    _write(pilot, OF_THE_PILOT, by)


def of_the_copies(copies: Sequence[Registration], by: Person) -> None:
    """Those of the copies, but for the last, which has not reported."""
    for number, copy in enumerate(copies[:-1], start=1):
        _write(copy, (10 * (3 + number), 1 + number % 4), by)


def _write(registration: Registration, figures: Iterable[int], by: Person) -> None:
    told: list[Told] = [
        {"words": words, "value": str(figure), "measure": "hộ", "note": NOTE}
        for words, figure in zip((IN_CHARGE, OUT_OF_POVERTY), figures, strict=True)
    ]
    actions.save_sheet(registration, Sheet.RESULTS, rows_of(Sheet.RESULTS, told), by=by, version=0)
