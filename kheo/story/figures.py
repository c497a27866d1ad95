"""What the models of Quảng Yên say in figures, as the report prints them: no printed number is typed here.

Each row is told by the id of its fact; the five models that the report describes fill in their three tables by the
ordinary verbs, on the days on which people would have: targets and rates before the sending, results with the report.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.quantities import parse_number
from kheo.results import actions, rows
from kheo.results.enums import Sheet
from kheo.story.facts import all_facts
from kheo.story.line import Line
from kheo.story.quang_yen import ROUND
from kheo.story.scenes import Scene, described
from kheo.units.enums import RUNS_FOR_UNIT, WRITES_FOR_UNIT

type Told = Mapping[str, str]

HOUSES, DIGITAL, RAILING, LANE, GODMOTHER = range(5)  # in the order in which the report describes them
MILLIONS = "triệu đồng"
WRITTEN = date(2024, 11, 15)  # minh họa: for what was not reported yet
SINCE = date(2022, 3, 8)  # minh họa: the report does not say since when the children are sponsored
INDICATORS = (
    ("Đường bê tông được nâng cấp", "m", "flow", "more"),
    ("Lan can chống đuối nước", "m", "flow", "more"),
    ("Sân nhà văn hóa được lát", "m²", "flow", "more"),
    ("Dịch vụ công thanh toán trực tuyến", "%", "stock", "more"),
)


@dataclass(frozen=True)
class Work:
    """The three tables of a model."""

    results: Sequence[Told] = ()
    resources: Sequence[Told] = ()
    served: Sequence[Told] = ()
    sheets: Mapping[Sheet, Sequence[Told]] = field(init=False)

    def __post_init__(self) -> None:
        told = {Sheet.RESULTS: self.results, Sheet.RESOURCES: self.resources, Sheet.BENEFICIARIES: self.served}
        object.__setattr__(self, "sheets", told)


def number(fact: str) -> str:
    """A printed number with its qualifier: `hơn 180`."""
    return str(all_facts()[fact])


def works() -> tuple[Work, ...]:
    """What the five described models say, by the facts 001-03 to 001-27 of the report."""
    return _houses(), _digital(), _railing(), _lane(), _godmother()


def _houses() -> Work:
    return Work(
        results=[
            {"words": "Máy điều hòa tại nhà văn hóa", "value": number("001-03"), "measure": "máy",
             "place": "Khu 1, 2, 3, 4"},
            {"words": "Tivi, âm ly, loa, micro, bàn ghế", "place": "Khu 1, 2, 3, 4, 6"},
            {"words": "Sân nhà văn hóa được lát", "value": number("001-06"), "measure": "m²", "place": "Khu 1, 3, 4"},
            {"words": "Màn hình LED tại nhà văn hóa", "place": "Khu 1, 3, 6"},
            {"words": "Tranh tường, giàn hoa, dụng cụ thể thao", "place": "Khuôn viên nhà văn hóa khu 2"},
        ],
        resources=[
            _money("Máy điều hòa", "001-04", result="1"),
            _money("Tivi, âm ly, loa, micro, bàn ghế", "001-05", result="2"),
            _money("Lát sân nhà văn hóa", "001-07", result="3"),
            _money("Màn hình LED", "001-08", result="4"),
        ],
    )  # fmt: skip


def _digital() -> Work:
    group = "Chi trả không dùng tiền mặt (lương hưu, bảo trợ xã hội, người có công)"
    return Work(
        results=[
            _rate("Người dùng SIM 2G chuyển sang SIM 4G", "001-10"),
            _rate("Phí, lệ phí một cửa thu qua mã QR", "001-11"),
            _rate("Dịch vụ công thanh toán trực tuyến", "001-12"),
            _rate(group, "001-13") | {"note": "Báo cáo ghi chung; giữ nguyên như in."},
            _rate("Bảo trợ xã hội", "001-14") | {"part_of": group},
            _rate("Lương hưu", "001-15") | {"part_of": group},
        ]
    )


def _railing() -> Work:
    return Work(
        results=[
            {"words": "Lan can chống đuối nước", "value": number("001-18"), "measure": "m", "place": "Kênh thôn 1"}
        ],
        resources=[_money("Lan can chống đuối nước", "001-17", result="1")],
    )


def _lane() -> Work:
    return Work(
        results=[
            {"words": "Đường bê tông được nâng cấp", "value": number("001-19"), "measure": "m",
             "width": number("001-20"), "place": "Thôn 1"}
        ],
        resources=[
            _money("Tổng kinh phí làm đường", "001-21", result="1"),
            {"words": "Nhân dân hiến đất (báo cáo không nêu diện tích)", "source": "people", "kind": "land"},
        ],
    )  # fmt: skip


def _godmother() -> Work:
    return Work(
        resources=[
            _money("Tặng quà các cháu dịp Quốc tế Thiếu nhi và năm học mới", "001-25"),
            _money("Thăm, giúp hội viên, phụ nữ cận nghèo, khó khăn", "001-27"),
        ],
        served=[{"words": "Hội viên, phụ nữ cận nghèo, khó khăn", "value": number("001-26"), "measure": "hộ"}],
    )


def before_sending(line: Line, scene: Scene, registration: Registration) -> None:
    """What a unit writes of its figures before it sends a registration: only the digital ward has them then."""
    if (scene.round, scene.key) == (ROUND, described(ROUND)[DIGITAL].key):
        write(line, registration, works()[DIGITAL])


def tell(line: Line) -> None:
    """The tables of the four models that were carried out, and the children of “Mẹ đỡ đầu”."""
    for place, (scene, work) in enumerate(zip(described(ROUND), works(), strict=True)):
        if place != DIGITAL:
            with clock.at(scene.reported or WRITTEN):
                write(line, line.registration(scene), work)
    with clock.at(WRITTEN):
        _sponsor(line)


def write(line: Line, registration: Registration, work: Work) -> None:
    """Fill in the tables of a work in the name of its unit."""
    by = line.company.who(registration.unit, WRITES_FOR_UNIT)
    for sheet, told in work.sheets.items():
        if told:
            actions.save_sheet(registration, sheet, rows_of(sheet, told), by=by, version=0)


def _sponsor(line: Line) -> None:
    """The children of “Mẹ đỡ đầu”: so many new, so many in all, and the budget of the year."""
    scene = described(ROUND)[GODMOTHER]
    registration, facts = line.registration(scene), all_facts()
    by = line.company.who(registration.unit, WRITES_FOR_UNIT)
    commitment = actions.commit(registration, name="Mẹ đỡ đầu", began=SINCE, measure="cháu", by=by)
    actions.state_commitment(
        commitment, registration, newly=facts["001-22"].number, now=facts["001-23"].number,
        budget=int(parse_number(number("001-24")) * 10**6), by=by,
    )  # fmt: skip


def rows_of(sheet: Sheet, told: Sequence[Told]) -> list[dict[str, object]]:
    """The rows as the verb takes them; ValueError when one could not be read, for a demonstration has no faults."""
    made = []
    for cells in told:
        values, faults = rows.read(sheet, cells)
        if faults:
            raise ValueError(f"{cells}: {faults}")
        made.append({"key": uuid.uuid4(), **values})
    return made


def catalogue(line: Line) -> None:
    """The indicators that the movement of Quảng Ninh offers to everybody."""
    movement = line.round(ROUND).movement
    by = line.company.who(movement.owner, RUNS_FOR_UNIT)
    with clock.at(line.round(ROUND).starts):
        for name, measure, nature, direction in INDICATORS:
            actions.add_indicator(movement, name=name, measure=measure, nature=nature, direction=direction, by=by)


def _money(words: str, fact: str, **more: str) -> Told:
    return {"words": words, "kind": "money", "value": number(fact), "measure": MILLIONS, **more}


def _rate(words: str, fact: str) -> dict[str, str]:
    return {"words": words, "value": number(fact), "measure": "%", "place": "Phường Yên Giang"}
