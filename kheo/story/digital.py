"""The round that is judged on 20 November 2024, ours altogether: seven dossiers of Quảng Yên, each at another step.

So the desks of the town and its wards show judgement while it goes on: a self-assessment to fill in, a visit that is
planned, dossiers to score, one to conclude, and a session of the town's council to prepare.
"""

from datetime import date
from functools import cache

from kheo.story import invention
from kheo.story.scenes import Fate, Scene, linked
from kheo.units.enums import Level

ROUND = "QN-2024-CDS"
REGISTERED = date(2024, 8, 5), date(2024, 10, 14)
REPORTED = date(2024, 11, 4)
OPENED, ASSESSED, VERIFIED, SCORED, CONCLUDED = (date(2024, 11, day) for day in (6, 8, 12, 15, 18))
VISIT = date(2024, 11, 22)
SESSION = date(2024, 11, 27)

# In the order of the work: the further down, the further it has come.
TO_ASSESS, TO_VERIFY, *TO_SCORE, TO_CONCLUDE, FIRST_CONCLUDED, LAST_CONCLUDED = UNITS = (
    "QN-07162", "QN-07135", "QN-07144", "QN-07156", "QN-07159", "QN-07168", "QN-07171",
)  # fmt: skip
TITLES = (
    "Tổ công nghệ số cộng đồng hướng dẫn người cao tuổi nộp hồ sơ trực tuyến",
    "Chợ không dùng tiền mặt",
    "Tuyến đường có mã QR lịch sử, văn hóa",
    "Nhóm Zalo “Dân hỏi, chính quyền trả lời”",
    "Camera an ninh do nhân dân đóng góp",
    "Đưa nông sản địa phương lên sàn thương mại điện tử",
    "Điểm truy cập Internet miễn phí tại nhà văn hóa",
)


@cache
def scenes() -> tuple[Scene, ...]:
    """One registration of each unit for the town, accepted and reported."""
    chance = invention.dice(ROUND)
    return linked(
        Scene(
            round=ROUND, unit=unit, title=title, registered=invention.some_monday(*REGISTERED, chance),
            fate=Fate.ACCEPTED, field="political_system", level=Level.DISTRICT, reported=REPORTED,
        )
        for unit, title in zip(UNITS, TITLES, strict=True)
    )  # fmt: skip
