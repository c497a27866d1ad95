"""What became of recognised models: two of Bình Thuận answer the pulse half a year later, Quảng Yên's are rewarded.

That they live, changed or were rewarded is invented; the reports end with the recognition.
"""

from datetime import date

from kheo.awards import actions as awards
from kheo.awards.enums import Form
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.progress import actions as progress
from kheo.progress.enums import Pulse
from kheo.recognitions.models import Recognition
from kheo.story import binh_thuan, quang_yen
from kheo.story.line import Line
from kheo.story.scenes import described
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT

ANSWERED, REWARDED = date(2024, 7, 22), date(2024, 11, 4)
ANSWERS = ((Pulse.ALIVE, ""), (Pulse.CHANGED, "Mở rộng thêm địa bàn (dữ liệu minh họa)."))


def play(line: Line) -> None:
    """Two models answer how they are; the town's are rewarded."""
    _answer(line)
    _reward(line)


def _reward(line: Line) -> None:
    """The town's chairman rewards what the town recognised: another act, by another authority."""
    town, round_ = line.unit(quang_yen.TOWN), Round.objects.get(code=quang_yen.ROUND)
    recognised = Registration.objects.filter(recognitions__unit=town, round=round_)
    with clock.at(REWARDED):
        awards.record(
            town, round_, list(recognised), form=Form.COMMENDATION, issuer="Chủ tịch UBND thị xã Quảng Yên (minh họa)",
            number="02/QĐ-MH", on=REWARDED, by=line.company.who(town, REVIEWS_FOR_UNIT),
        )  # fmt: skip


def _answer(line: Line) -> None:
    """The first two of the models that the report names are asked after six months, and answer."""
    with clock.at(ANSWERED):
        for scene, (answer, why) in zip(described(binh_thuan.ROUND), ANSWERS, strict=False):
            exemplar = line.registration(scene).exemplar
            assert Recognition.objects.filter(exemplar=exemplar).exists(), "the report says that it was recognised"
            by = line.company.who(line.unit(scene.unit), WRITES_FOR_UNIT)
            progress.take_pulse(exemplar, 6, answer, why=why, by=by)
