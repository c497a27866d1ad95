"""The dossier of a scene, section by section: what the report says, and plain words where it says nothing."""

from typing import Any

from kheo.exemplars.enums import ForceRole, Section, Subject
from kheo.exemplars.sections import DOSSIER_FIELDS
from kheo.movements.enums import MilestoneKind
from kheo.movements.models import Round
from kheo.story.scenes import Scene

NOT_TOLD = "Báo cáo không nêu."
INVENTED = "Dữ liệu minh họa: báo cáo không nêu."
NOTHING = {
    "linked_movement": "",
    "person_position": "",
    "person_birth_year": None,
    "person_unit": "",
    "contact_phone": "0200 000 000",  # nobody's, and it can be saved again
}


def answers(scene: Scene, round_: Round) -> dict[Section, dict[str, Any]]:
    """What is written into each section of the dossier; forces are told beside."""
    words = _words(scene, round_)
    told = {
        section: {name: words[name] for name in names}
        for section, names in DOSSIER_FIELDS.items()
        if section != scene.unfinished
    }
    if scene.subject == Subject.COLLECTIVE:
        told[Section.SUBJECT] = {}  # of a person nothing is asked
    if scene.field:
        told[Section.IDENTITY] = {"field": next(f for f in round_.movement.fields.all() if f.key == scene.field)}
    return told


def forces(scene: Scene) -> list[dict[str, str]]:
    """Who leads and who helps, as far as it is told."""
    leads = {"name": scene.leads or INVENTED, "role": ForceRole.LEADING}
    return [leads, *({"name": name, "role": ForceRole.COORDINATING} for name in scene.coordinates)]


def _words(scene: Scene, round_: Round) -> dict[str, Any]:
    silence = INVENTED if scene.demonstration else NOT_TOLD
    return {
        **{name: silence for names in DOSSIER_FIELDS.values() for name in names},
        **NOTHING,
        "person_name": "Cá nhân minh họa",
        "starts_on": scene.registered,
        "evaluated_on": round_.due.get(MilestoneKind.REPORT, round_.ends),
        "head_confirmed_on": scene.registered,
        **scene.answers,
    }


def result(scene: Scene) -> dict[str, str]:
    """The report of the result (F2)."""
    return {"content": scene.content or INVENTED, "effect": scene.effect or INVENTED}
