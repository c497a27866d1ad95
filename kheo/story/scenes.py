"""What will be played: one planned registration after another, and how far each of them comes."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache
from typing import Any

from kheo.exemplars.enums import Kind, Origin, Section, Subject
from kheo.story.facts import script
from kheo.units.enums import Level


class Fate(IntEnum):
    """How far a registration comes; a later fate has passed through the earlier ones that lie on its way."""

    DRAFT = 0
    SENT = 1
    RETURNED = 2
    ACCEPTED = 3
    REPORTED = 4
    NOT_RECOGNISED = 5
    RECOGNISED = 6
    PROPOSED = 7
    NOT_RECOGNISED_ABOVE = 8
    RECOGNISED_ABOVE = 9

    @property
    def weighed(self) -> bool:
        return self >= Fate.NOT_RECOGNISED

    @property
    def proposed(self) -> bool:
        return self >= Fate.PROPOSED


@dataclass(frozen=True)
class Scene:
    """A registration of the demonstration. Its round, unit and title name it: no unit plays two scenes of one title."""

    round: str
    unit: str
    title: str
    registered: date
    fate: Fate = Fate.ACCEPTED
    field: str | None = None
    kind: str = Kind.MODEL
    subject: str = Subject.COLLECTIVE
    level: str = Level.DISTRICT
    origin: str = Origin.NEW
    demonstration: bool = True
    leads: str = ""
    coordinates: tuple[str, ...] = ()
    reported: date | None = None
    returned: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    content: str = ""
    effect: str = ""
    answers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unfinished: Section | None = None
    theme: str = ""
    copy_of: tuple[str, str] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What names it within its round."""
        return self.unit, self.title

    @property
    def accepted_on(self) -> date:
        """A week after it was registered."""
        return self.registered + timedelta(days=7)

    def but(self, **changes: Any) -> "Scene":
        """The same scene with other words for some of it."""
        return dataclasses.replace(self, **changes)


@dataclass(frozen=True)
class Sitting:
    """A unit considers on a day, recognises by a decision, and proposes upward on another day."""

    round: str
    unit: str
    on: date
    decision: str
    proposes_on: date | None = None
    above: bool = False


def linked(scenes: Iterable[Scene]) -> tuple[Scene, ...]:
    """In the order of their days; a replicated one copies the last of its theme that another unit registered before.

    Where nobody did, it is new after all: a copy without an original would be a lie.
    """
    earlier: dict[str, Scene] = {}
    told = []
    for scene in sorted(scenes, key=lambda scene: (scene.registered, scene.unit, scene.title)):
        if scene.origin == Origin.REPLICATED:
            original = earlier.get(scene.theme)
            copies = original is not None and original.unit != scene.unit
            scene = scene.but(copy_of=original.key) if copies and original else scene.but(origin=Origin.NEW)
        if scene.theme:
            earlier[scene.theme] = scene
        told.append(scene)
    return tuple(told)


ANSWERED_BY_REPORTS = ("place", "beneficiaries", "resources", "linked_movement", "outputs")


@cache
def described(round_code: str) -> tuple[Scene, ...]:
    """The models that a report names or describes, in its own words."""
    return tuple(_described(model) for model in script()["model"] if model["round"] == round_code)


def _described(model: Mapping[str, Any]) -> Scene:
    told = {name: model[name] for name in ("content", "effect", "reported", "returned") if name in model}
    return Scene(
        round=model["round"], unit=model["unit"], title=model["title"], registered=model["registered"],
        fate=Fate[model["fate"].upper()], demonstration=False,
        leads=model["leads"], coordinates=tuple(model.get("coordinates", ())),
        answers={name: model[name] for name in ANSWERED_BY_REPORTS if name in model}, **told,
    )  # fmt: skip
