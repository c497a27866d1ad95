"""One work, several organisations, in Quảng Yên: who takes part in “Mẹ đỡ đầu”, what was merged, what was not the same.

The report names the work and the women's union that carries it out; that others joined is invented. Whatever the round
counts is what it counted before: 138.
"""

from datetime import date

from kheo.duplicates import actions
from kheo.exemplars import actions as exemplars
from kheo.kernel import clock
from kheo.story.line import Line
from kheo.story.quang_yen import ROUND, TOWN
from kheo.story.scenes import Fate, Scene, described
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT, Level

GODMOTHER = 4  # among the five models that the report describes
YOUTH, UNIONS = "QN-206-03", "QN-206-06"  # Đoàn Thanh niên and Liên đoàn Lao động of the town
ASKED, TAKEN_IN = date(2024, 10, 28), date(2024, 11, 4)
MERGED, MERGED_IN_ERROR, UNDONE = date(2024, 11, 11), date(2024, 9, 16), date(2024, 9, 17)
GIVING_BLOOD = "Hiến máu tình nguyện của chi bộ số 1"
FRONT, SCHOOLS = "QN-206-02", "QN-206-09"

AGAIN = Scene(
    round=ROUND, unit=UNIONS, title="Khéo vận động đoàn viên công đoàn đỡ đầu trẻ em, gắn với chương trình “Mẹ đỡ đầu”",
    registered=TAKEN_IN, fate=Fate.SENT, field="culture_society", level=Level.GRASSROOTS,
    leads="Liên đoàn Lao động thị xã Quảng Yên",
)  # fmt: skip


def play(line: Line) -> None:
    """A request that was granted, a merging that stands, and one that was undone the next day."""
    _mistake(line)
    _join(line)
    _merge(line)


def _join(line: Line) -> None:
    """The Youth Union was writing its own; it takes part instead, and its draft says where it went."""
    work, unit = line.registration(described(ROUND)[GODMOTHER]), line.unit(YOUTH)
    by = line.company.who(unit, WRITES_FOR_UNIT)
    with clock.at(ASKED):
        draft = exemplars.begin(
            unit, line.round(ROUND), by=by, title="Đoàn viên đồng hành cùng các cháu được đỡ đầu", demonstration=True
        )
        task = "Dạy kèm và tổ chức vui chơi cho các cháu (dữ liệu minh họa)"
        asked = actions.ask_to_join(work, unit, task=task, draft=draft, by=by)
    with clock.at(TAKEN_IN):
        actions.confirm_joining(asked, by=line.company.who(work.unit, WRITES_FOR_UNIT))


def _merge(line: Line) -> None:
    """The unions registered the same once more; the town, which stands above both, merges the two."""
    line.register(AGAIN)
    kept, merged = line.registration(described(ROUND)[GODMOTHER]), line.registration(AGAIN)
    with clock.at(MERGED):
        actions.merge(
            kept, merged, reason="Cùng đỡ đầu các cháu trong chương trình “Mẹ đỡ đầu” (dữ liệu minh họa).",
            by=line.company.who(line.unit(TOWN), REVIEWS_FOR_UNIT),
        )  # fmt: skip


def _mistake(line: Line) -> None:
    """Two Party cells bear the same number in two organisations: two works after all."""
    kept, merged = (line.registration(_scene(unit)) for unit in (FRONT, SCHOOLS))
    by = line.company.who(line.unit(TOWN), REVIEWS_FOR_UNIT)
    with clock.at(MERGED_IN_ERROR):
        merging = actions.merge(kept, merged, reason="Cùng tên, cùng việc hiến máu (dữ liệu minh họa).", by=by)
    with clock.at(UNDONE):
        why = "Hai chi bộ khác nhau, hai đợt hiến máu khác nhau (dữ liệu minh họa)."
        actions.undo_merging(merging, reason=why, by=by)


def _scene(unit: str) -> Scene:
    return Scene(round=ROUND, unit=unit, title=GIVING_BLOOD, registered=MERGED_IN_ERROR)
