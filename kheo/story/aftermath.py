"""What became of two models that Bình Thuận recognised: the pulse half a year later, answered by their units.

That they live or changed is invented; the report ends with the recognition.
"""

from datetime import date

from kheo.kernel import clock
from kheo.progress import actions as progress
from kheo.progress.enums import Pulse
from kheo.recognitions.models import Recognition
from kheo.story import binh_thuan
from kheo.story.line import Line
from kheo.story.scenes import described
from kheo.units.enums import WRITES_FOR_UNIT

ANSWERED = date(2024, 7, 22)
ANSWERS = ((Pulse.ALIVE, ""), (Pulse.CHANGED, "Mở rộng thêm địa bàn (dữ liệu minh họa)."))


def play(line: Line) -> None:
    """The first two of the models that the report names are asked after six months, and answer."""
    with clock.at(ANSWERED):
        for scene, (answer, why) in zip(described(binh_thuan.ROUND), ANSWERS, strict=False):
            exemplar = line.registration(scene).exemplar
            assert Recognition.objects.filter(exemplar=exemplar).exists(), "the report says that it was recognised"
            by = line.company.who(line.unit(scene.unit), WRITES_FOR_UNIT)
            progress.take_pulse(exemplar, 6, answer, why=why, by=by)
