"""The main line, played: each step takes a scene further by a verb, on its day, in the name of an office."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from kheo.documents.actions import file_paper
from kheo.exemplars import actions as exemplars
from kheo.exemplars.models import Exemplar, Registration
from kheo.insights.actions import record_printed_total
from kheo.kernel import clock
from kheo.movements import actions as movements
from kheo.movements.models import Movement, Round
from kheo.people.models import Person
from kheo.recognitions import actions as recognitions
from kheo.recognitions.models import Consideration
from kheo.story import papers, writing
from kheo.story.company import SERVES_FROM, Company
from kheo.story.facts import script
from kheo.story.land import at
from kheo.story.scenes import Fate, Scene, Sitting
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT, Role
from kheo.units.models import Unit

RUNS = (Role.STEERING_COMMITTEE, Role.HEAD, Role.KEEPER)
NOT_YET = "Kết quả hoặc sức lan tỏa chưa rõ; tiếp tục chỉ đạo trong năm sau (dữ liệu minh họa)."  # BR-11
LETTER = "01-TTr/MH"
DECISION = "Quyết định minh họa: công nhận mô hình, điển hình Dân vận khéo"


class Line:
    """Plays scenes. Looks every unit, round and registration up once."""

    def __init__(self) -> None:
        self.company = Company()
        self.unit = cache(self._unit)
        self.round = cache(self._round)
        self._registrations: dict[str, dict[tuple[str, str], Registration]] = {}

    # ── Movements ────────────────────────────────────────────────────────────────────────────────────────────────

    def launch_all(self) -> None:
        """Launch every movement of the reports, with its papers, round, days, target and printed totals."""
        for told in script()["movement"]:
            with clock.at(max(told["starts"], told["round"]["starts"]) + timedelta(days=4)):
                self._launch(told)

    def _launch(self, told: dict) -> None:
        owner = self.unit(told["owner"])
        by = self.company.who(owner, RUNS)
        movement = movements.launch(
            code=told["code"], name=told["name"], owner=owner, starts=told["starts"], ends=told.get("ends"), by=by
        )
        for paper in told.get("papers", ()):
            issuer = self.unit(paper["issuer"])
            filed = file_paper(
                issuer=issuer,
                number=paper["number"],
                on=paper.get("on"),
                kind=paper["kind"],
                title=paper["title"],
                by=by,
            )
            movements.govern(movement, filed, by=by)
        round_ = self._open_round(movement, told, by)
        if target := told.get("target"):
            movements.set_target(
                movement, target["measure"], target["level"], at_least=int(target["at_least"]), paper=filed, by=by
            )
        for measure, total in told.get("printed", {}).items():
            record_printed_total(owner, round_, measure, int(total), source=told["source"], by=by)

    def open_further_rounds(self) -> None:
        """Open the rounds that a movement has besides the one of its report."""
        for told in script()["round"]:
            with clock.at(told["round"]["starts"] + timedelta(days=4)):
                movement = Movement.objects.select_related("owner").get(code=told["movement"])
                self._open_round(movement, told, self.company.who(movement.owner, RUNS))

    def _open_round(self, movement: Movement, told: dict, by: Person) -> Round:
        round_ = movements.open_round(movement, by=by, **told["round"])
        for kind, day in told.get("days", {}).items():
            movements.set_milestone(round_, kind, day, by=by)
        return round_

    # ── Registrations ────────────────────────────────────────────────────────────────────────────────────────────

    def register(self, scene: Scene, before_sending: Callable[..., None] | None = None) -> None:
        """Begin, fill in, and send, unless it is left unfinished; `before_sending` may write more into the draft."""
        unit, round_ = self.unit(scene.unit), self.round(scene.round)
        by = self.company.who(unit, WRITES_FOR_UNIT)
        with clock.at(scene.registered):
            registration = exemplars.begin(
                unit, round_, by=by, title=scene.title, kind=scene.kind, subject=scene.subject, level=scene.level,
                origin=scene.origin, replicated_from=self._original(scene), demonstration=scene.demonstration,
            )  # fmt: skip
            told = writing.answers(scene, round_)
            registration = exemplars.fill_in(registration, told, forces=writing.forces(scene), by=by)
            if before_sending:
                before_sending(self, scene, registration)
            if not scene.unfinished:
                registration = exemplars.submit(registration, by=by)
        self._known(scene.round)[scene.key] = registration

    def accept(self, scene: Scene) -> None:
        registration = self.registration(scene)
        with clock.at(scene.accepted_on):
            exemplars.accept(registration, by=self._reviewer(self.receiver(scene)))

    def return_for_changes(self, scene: Scene) -> None:
        registration, told = self.registration(scene), scene.returned
        with clock.at(told["on"]):
            exemplars.return_for_changes(
                registration, reason=told["reason"], section=told["section"], due=told["due"],
                by=self._reviewer(self.receiver(scene)),
            )  # fmt: skip

    def report_result(self, scene: Scene, on: date) -> None:
        registration = self.registration(scene)
        with clock.at(on):
            by = self.company.who(registration.unit, WRITES_FOR_UNIT)
            exemplars.report_result(registration, by=by, **writing.result(scene))

    # ── Recognition ──────────────────────────────────────────────────────────────────────────────────────────────

    def sit(self, sitting: Sitting, scenes: list[Scene], recognised_from: Fate) -> None:
        """A unit considers, weighs every scene, those whose fate goes far enough with a yes, and concludes."""
        with clock.at(sitting.on, 15):
            consideration, by = self._weighed(sitting, scenes, recognised_from)
            recognitions.conclude(consideration, number=sitting.decision, on=sitting.on, title=DECISION, by=by)

    def sit_on_paper(self, sitting: Sitting, scenes: list[Scene], recognised_from: Fate) -> None:
        """The same, with a decision that is drafted, issued and certified here."""
        with clock.at(sitting.on, 15):
            consideration, by = self._weighed(sitting, scenes, recognised_from)
            papers.decide(consideration, number=sitting.decision, on=sitting.on, by=by)

    def propose(self, sitting: Sitting, scenes: list[Scene], on: date) -> None:
        """The unit proposes upward, in the order of the scenes; where its letterhead is told, by a letter."""
        unit, round_ = self.unit(sitting.unit), self.round(sitting.round)
        by = self._reviewer(unit)
        with clock.at(on):
            recognitions.propose_upward(unit, round_, [self.registration(s) for s in scenes], by=by)
            if unit.code in papers.furnished():
                papers.carry(unit, round_, number=LETTER, on=on, by=by)

    def _weighed(self, sitting: Sitting, scenes: list[Scene], recognised_from: Fate) -> tuple[Consideration, Person]:
        unit = self.unit(sitting.unit)
        by = self._reviewer(unit)
        consideration = recognitions.consider(unit, self.round(sitting.round), by=by)
        for scene in scenes:
            self._weigh(consideration, scene, recognised=scene.fate >= recognised_from, by=by)
        return consideration, by

    def _weigh(self, consideration: Consideration, scene: Scene, *, recognised: bool, by: Person) -> None:
        registration = self.registration(scene)
        if recognised:
            recognitions.recognise(consideration, registration, by=by)
        else:
            recognitions.not_recognise(consideration, registration, reason=NOT_YET, by=by)

    # ── Looking up ───────────────────────────────────────────────────────────────────────────────────────────────

    def registration(self, scene: Scene) -> Registration:
        """The registration that a scene has become."""
        return self._known(scene.round)[scene.key]

    def receiver(self, scene: Scene) -> Unit:
        """The office that received what a scene has become; ValueError for what was not sent."""
        receiver = self.registration(scene).receiver
        if receiver is None:
            raise ValueError(f"“{scene.title}” of {scene.unit} has not been sent.")
        return receiver

    def has(self, scene: Scene) -> bool:
        return scene.key in self._known(scene.round)

    def _known(self, code: str) -> dict[tuple[str, str], Registration]:
        if code not in self._registrations:
            rows = Registration.objects.filter(round__code=code).select_related("unit", "receiver", "exemplar")
            self._registrations[code] = {(r.unit.code, r.title): r for r in rows}
        return self._registrations[code]

    def _original(self, scene: Scene) -> Exemplar | None:
        return self._known(scene.round)[scene.copy_of].exemplar if scene.copy_of else None

    def _reviewer(self, unit: Unit) -> Person:
        return self.company.who(unit, REVIEWS_FOR_UNIT)

    def _unit(self, code: str) -> Unit:
        return at(code, SERVES_FROM)

    def _round(self, code: str) -> Round:
        rounds = Round.objects.select_related("movement__owner", "closing")
        return rounds.prefetch_related("movement__fields", "milestones").get(code=code)
