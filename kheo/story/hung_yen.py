"""Hưng Yên, “Dân vận khéo 1 + 10”: ten pilots, then 48 copies in 48 of 139 communes, three districts complete.

The numbers 10, 48, 139 and the names of the three districts (Văn Giang, Văn Lâm, Phù Cừ) are those of the newspaper
(movement.md §5 and §7, U35). It names no other commune or district and gives no day: one pilot for each of the ten
districts, the communes, who copied, every word and every day are ours and marked as demonstration data.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from kheo.exemplars import actions as exemplars
from kheo.exemplars.models import Exemplar, Registration
from kheo.kernel import clock
from kheo.movements import actions as movements
from kheo.movements.models import Round
from kheo.people import actions as people
from kheo.people.models import Person
from kheo.progress import actions as progress
from kheo.progress.enums import Decision
from kheo.recognitions import actions as recognitions
from kheo.replication import actions as replication
from kheo.replication.models import Adoption, Call
from kheo.story import travelled, writing
from kheo.story.company import FOUND_LATER, SERVES_FROM, admit
from kheo.story.facts import rows
from kheo.story.scenes import Scene
from kheo.units import actions as units
from kheo.units.enums import Level, Role
from kheo.units.models import Unit

PROVINCE = "HY"
TITLE = "Dân vận khéo “1 + 10”: đảng viên phụ trách các hộ gia đình"
CALL = "Nhân rộng mô hình “1 + 10” ra các xã, phường, thị trấn (minh họa)"
PILOTS, ROLL_OUT = "HY-2023", "HY-2024"
FOUNDED, ENDED = date(2021, 1, 1), date(2025, 6, 30)  # merged with Thái Bình; no districts from then on
PILOTED, ACCEPTED, REPORTED = date(2023, 3, 6), date(2023, 3, 13), date(2023, 10, 23)
RECOGNISED, RECHECKED, CALLED = date(2023, 12, 18), date(2024, 1, 15), date(2024, 1, 22)
COPIED, CONFIRMED = date(2024, 5, 13), date(2024, 5, 27)
COUNTED, STUDIED = date(2024, 10, 14), "HY-8"  # the district whose pilot and copies are compared in figures
WANTED_BY = date(2025, 6, 30)
CHANGES = "Giao địa bàn theo thôn, khu phố của xã (dữ liệu minh họa)."


@dataclass(frozen=True)
class District:
    """A district with how many communes it has and how many of them copy."""

    code: str
    name: str
    communes: int
    copies: int


@cache
def districts() -> list[District]:
    """The ten districts; that three are complete is the report's, how the other 16 copies lie is ours."""
    return [
        District(row["code"], row["district"], int(row["communes"]), int(row["copies"])) for row in rows("hung-yen.csv")
    ]


def play() -> None:
    """The whole scene, from the units to the copies that were confirmed."""
    Scenery().play()


class Scenery:
    """The units, officers and rounds of Hưng Yên, and the verbs played among them."""

    def __init__(self) -> None:
        self.seats: dict[str, Unit] = {}
        self.communes: dict[str, list[Unit]] = {}
        self.officers: dict[str, Person] = {}
        self.pilots: dict[str, Registration] = {}

    def play(self) -> None:
        """From the founding to the confirmed copies."""
        self._found()
        self._launch()
        for district in districts():
            self._pilot(district)
        self._recognise()
        call = self._recheck_and_call()
        copied = [
            (commune, district)
            for district in districts()
            for commune in self.communes[district.code][: district.copies]
        ]
        sent = [self._copy(commune, district, call) for commune, district in copied]
        for adoption, (_commune, district) in zip(sent, copied, strict=True):
            self._confirm(adoption, by=self.officers[district.code])
        studied = [
            one.registration for one, (_commune, district) in zip(sent, copied, strict=True) if district.code == STUDIED
        ]
        with clock.at(COUNTED):
            travelled.of_the_copies(studied, self.officers[STUDIED])

    def _found(self) -> None:
        with clock.at(date(2023, 1, 3)):
            self.province = units.found(
                code=PROVINCE,
                name="Tỉnh Hưng Yên",
                kind="locality",
                level=Level.PROVINCE,
                on=FOUNDED,
                by=None,
                until=ENDED,
            )
            self.officers[PROVINCE] = self._officer(PROVINCE, "tỉnh Hưng Yên")
            self._appoint(PROVINCE, self.province, Role.STEERING_COMMITTEE)
            for district in districts():
                self._found_district(district)
            for row in rows(FOUND_LATER):
                admit(row, by=None)

    def _found_district(self, district: District) -> None:
        seat = self.seats[district.code] = units.found(
            code=district.code, name=district.name, kind="locality", level=Level.DISTRICT, on=FOUNDED, by=None,
            parent=self.province, until=ENDED,
        )  # fmt: skip
        self.officers[district.code] = self._officer(district.code, district.name)
        for role in (Role.CLERK, Role.REVIEWER):
            self._appoint(district.code, seat, role)
        self.communes[district.code] = [
            units.found(
                code=f"{district.code}-{number:02d}", name=f"Xã minh họa số {number}, {district.name}", kind="locality",
                level=Level.COMMUNE, on=FOUNDED, by=None, parent=seat, until=ENDED,
                demonstration=True,
            )
            for number in range(1, district.communes + 1)
        ]  # fmt: skip
        for commune in self.communes[district.code][: district.copies]:
            self._appoint(district.code, commune, Role.CLERK)

    def _officer(self, code: str, name: str) -> Person:
        return people.add_person(full_name=f"Cán bộ minh họa {name}", username=f"minh-hoa-{code.lower()}", by=None)

    def _appoint(self, code: str, unit: Unit, role: str) -> None:
        units.appoint(self.officers[code], unit, role, on=SERVES_FROM, by=None)

    def _launch(self) -> None:
        by = self.officers[PROVINCE]
        with clock.at(date(2023, 1, 5)):
            movement = movements.launch(
                code="DVK-HY", name="Phong trào thi đua Dân vận khéo tỉnh Hưng Yên", owner=self.province,
                starts=date(2021, 1, 1), ends=date(2025, 12, 31), by=by,
            )  # fmt: skip
            for code, year in ((PILOTS, 2023), (ROLL_OUT, 2024)):
                movements.open_round(
                    movement, code=code, name=f"Hưng Yên năm {year}", starts=date(year, 1, 1), ends=date(year, 12, 31),
                    by=by,
                )  # fmt: skip
            travelled.offer(movement, by)

    def _pilot(self, district: District) -> None:
        by, round_ = self.officers[district.code], self._round(PILOTS)
        seat = self.seats[district.code]
        with clock.at(PILOTED):
            draft = exemplars.begin(seat, round_, by=by, title=TITLE, level=Level.PROVINCE, demonstration=True)
            self.pilots[district.code] = self._send(draft, round_, by)
        with clock.at(ACCEPTED):
            exemplars.accept(self.pilots[district.code], by=self.officers[PROVINCE])
        with clock.at(REPORTED):
            if district.code == STUDIED:
                travelled.of_the_pilot(self.pilots[district.code], by)
            exemplars.report_result(
                self.pilots[district.code], content=writing.INVENTED, effect=writing.INVENTED, by=by
            )

    def _recognise(self) -> None:
        by = self.officers[PROVINCE]
        with clock.at(RECOGNISED, 15):
            consideration = recognitions.consider(self.province, self._round(PILOTS), by=by)
            for pilot in self.pilots.values():
                recognitions.recognise(consideration, pilot, by=by)
            recognitions.conclude(consideration, number="01-QĐ/MH", on=RECOGNISED, by=by)

    def _recheck_and_call(self) -> Call:
        """The province looks again at its pilots, decides that they are to be replicated, and calls on the communes."""
        by, round_ = self.officers[PROVINCE], self._round(ROLL_OUT)
        with clock.at(RECHECKED):
            for pilot in self.pilots.values():
                progress.recheck(
                    pilot.exemplar, round_, running=True, effect=writing.INVENTED, evidence_on=RECHECKED,
                    decision=Decision.REPLICATE, reason=writing.INVENTED, by=by,
                )  # fmt: skip
        with clock.at(CALLED):
            pilots = [pilot.exemplar for pilot in self.pilots.values()]
            wanted = sum(district.communes for district in districts())
            return replication.call(
                self.province, pilots, title=CALL, level=Level.COMMUNE, wanted=wanted, due=WANTED_BY, by=by
            )

    def _copy(self, commune: Unit, district: District, call: Call) -> Adoption:
        by, round_ = self.officers[district.code], self._round(ROLL_OUT)
        origin: Exemplar = self.pilots[district.code].exemplar
        with clock.at(COPIED):
            adoption = replication.adopt(
                commune, origin, round_, changes=CHANGES, starts_on=COPIED, adviser=district.name, call=call,
                level=Level.DISTRICT, demonstration=True, by=by,
            )  # fmt: skip
            self._send(adoption.registration, round_, by)
            return adoption

    def _confirm(self, adoption: Adoption, *, by: Person) -> None:
        with clock.at(CONFIRMED):
            exemplars.accept(adoption.registration, by=by)
            replication.confirm_adoption(adoption, by=by)

    def _send(self, draft: Registration, round_: Round, by: Person) -> Registration:
        told = Scene(round=round_.code, unit=draft.unit.code, title=draft.title, registered=clock.today())
        filled = exemplars.fill_in(draft, writing.answers(told, round_), forces=writing.forces(told), by=by)
        return exemplars.submit(filled, by=by)

    @cache  # noqa: B019 - lives as long as the scene is played
    def _round(self, code: str) -> Round:
        rounds = Round.objects.select_related("movement__owner", "closing")
        return rounds.prefetch_related("movement__fields", "milestones").get(code=code)
