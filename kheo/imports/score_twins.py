"""Whether what a row of scores says is here already, stands twice in the list, or meets what people have written."""

from typing import Any, Protocol

from django.utils.translation import gettext as _

from kheo.evaluations.bringing import side_of
from kheo.evaluations.cards import entry_in_words
from kheo.evaluations.enums import State
from kheo.evaluations.policies import why_over
from kheo.imports.enums import Answer
from kheo.imports.examination import Examined, Values
from kheo.imports.scoring_ground import Ground, Here
from kheo.kernel.quantities import format_number


class Said(Protocol):
    """What is asked of a row here."""

    round: Any
    judge_id: int
    stage: str
    scorer_id: int | None
    code: str
    profile: str
    mark: Any
    gate: bool | None
    figure: Any

    @property
    def content(self) -> Any: ...

    @property
    def subject_key(self) -> tuple: ...


def look_for_twin(values: Values, examined: Examined, item: Said, ground: Ground) -> None:
    """The same is left out; other content in the same place is a fault, and so is a card that people write here."""
    here = ground.here(item.round)
    subject = (*item.subject_key[1:], item.judge_id)
    if found := _there(item, here, subject):
        if found[0] == item.content:
            examined.twin = _("Already there.")
        else:
            values.fault(_column(item), _("Here stands already: %(found)s.") % {"found": found[1]})
    elif why := _why_not_added(item, here, subject):
        values.fault("subject_code", why)
    else:
        _look_in_the_list(values, examined, item, ground)


def _look_in_the_list(values: Values, examined: Examined, item: Said, ground: Ground) -> None:
    where: tuple = ("gate",)
    if item.mark:
        where = ("card", item.stage, item.scorer_id)
    elif item.figure is not None:
        where = ("figure", side_of(item.stage))
    place = (*item.subject_key, item.judge_id, item.code, *where)
    number, content = ground.seen.setdefault(place, (examined.row.number, item.content))
    if number == examined.row.number:
        return
    if content == item.content:
        examined.twin = _("The same as row %(row)s.") % {"row": number}
    else:
        values.fault(_column(item), _("Row %(row)s says something else about the same.") % {"row": number})


def _there(item: Said, here: Here, subject: tuple) -> tuple[Any, str] | None:
    """What stands in the same place, and in words; None where nothing does."""
    evaluation = here.evaluations.get(subject)
    if evaluation is None:
        return None
    if item.mark:
        card = here.cards.get((*subject, item.stage, item.scorer_id))
        score = here.scores.get((card.pk, item.code)) if card else None
        return (score.entry, entry_in_words(score.entry)) if score else None
    if item.figure is not None:
        figure = here.figures.get((evaluation.pk, item.code, side_of(item.stage)))
        return ((None, "", figure.value), format_number(figure.value.normalize())) if figure else None
    answer = here.answers.get((evaluation.pk, item.code))
    if answer is None:
        return None
    word = Answer.YES if answer.passed else Answer.NO
    return (answer.passed, answer.document, None), str(word.label).lower()


def _why_not_added(item: Said, here: Here, subject: tuple) -> str:
    """What people have done here since stays as it is."""
    evaluation = here.evaluations.get(subject)
    if evaluation is None:
        return ""
    if why := why_over(evaluation):
        return why
    if evaluation.state == State.EXPLANATION:
        return _("The unit is being asked to explain: a list can be brought in after its answer.")
    if item.profile and evaluation.profile != item.profile:
        return _("This is judged by another profile here.")
    card = here.cards.get((*subject, item.stage, item.scorer_id))
    if item.mark and card and card.pk in here.sent_by_people:
        return _("This score card was sent here: a list adds nothing to it.")
    if item.mark and card and card.revision and not card.is_sent:
        return _("Somebody is writing this score card here: a list adds nothing to it.")
    return ""


def _column(item: Said) -> str:
    if item.mark:
        return "points"
    return "value" if item.figure is not None else "passed"
