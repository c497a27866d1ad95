"""What stands on the cards of many evaluations, read in one set of queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from kheo.criteria.amounts import plain
from kheo.criteria.enums import Stage
from kheo.criteria.methods import looks_at_rivals
from kheo.criteria.scoring import Entry
from kheo.evaluations.enums import Side, State
from kheo.evaluations.merging import Given
from kheo.evaluations.models import ENTRY, Evaluation, FigureValue, GateAnswer, Score, Scorecard, entry_of
from kheo.people.models import Person

Group = tuple[int, int]  # what is judged by one procedure in one unit: its procedure and its unit


class Ledger:
    """Evaluations with their rivals, their sent cards, answers and figures.

    Whoever looks at an evaluation with a relative criterion needs the figures of its whole group, so the group is read
    too. `reader` sees of the cards what `visible_to` shows; without one (a verb, the command line) all is seen.
    """

    def __init__(
        self, evaluations: Iterable[Evaluation] | QuerySet[Evaluation], *, reader: Person | None = None
    ) -> None:
        self.reader = reader
        self.asked = list(_with_all(evaluations))
        self.everything = self._with_rivals()
        self._read()

    def given(self, evaluation: Evaluation) -> list[Given]:
        """What all sent cards say, whoever reads: for what is computed of them together."""
        return [given for _card, given in self._cards[evaluation.pk]]

    def shown(self, evaluation: Evaluation) -> list[Given]:
        """What the cards say that the reader sees."""
        return [given for card, given in self._cards[evaluation.pk] if card in self.seen]

    def figures(self, evaluation: Evaluation) -> dict[str, Decimal]:
        """The declared facts: as the judging unit found them, else as the unit stated them."""
        told = self._figures[evaluation.pk]
        return {**told[Side.SUBJECT], **told[Side.JUDGE]}

    @cached_property
    def answers(self) -> dict[int, dict[str, GateAnswer]]:
        """What was answered to the conditions: by evaluation and gate."""
        found: dict[int, dict[str, GateAnswer]] = defaultdict(dict)
        for answer in GateAnswer.objects.filter(evaluation__in=[one.pk for one in self.everything]):
            found[answer.evaluation_id][answer.gate] = answer
        return found

    @cached_property
    def _figures(self) -> dict[int, dict[str, dict[str, Decimal]]]:
        found: dict[int, dict[str, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
        rows = FigureValue.objects.filter(evaluation__in=[one.pk for one in self.everything])
        for evaluation, side, code, value in rows.values_list("evaluation", "side", "code", "value"):
            found[evaluation][side][code] = plain(value)
        return found

    def is_open(self, evaluation: Evaluation) -> bool:
        """Whether the reader may see what all cards come to."""
        return self.opened is None or evaluation.pk in self.opened

    def groups(self) -> dict[Group, list[Evaluation]]:
        """Everything that was read, by procedure and judging unit."""
        groups: dict[Group, list[Evaluation]] = defaultdict(list)
        for evaluation in self.everything:
            groups[evaluation.procedure_id, evaluation.unit_id].append(evaluation)
        return groups

    def _with_rivals(self) -> list[Evaluation]:
        """What was asked for, and the rest of each group whose points depend on each other."""
        needy = {
            (one.procedure_id, one.unit_id)
            for one in self.asked
            if any(looks_at_rivals(leaf.scored_by) for leaf in one.sheet.leaves())
        }
        if not needy:
            return self.asked
        known = {one.pk: one for one in self.asked}
        rivals = _with_all(
            Evaluation.objects.counting().filter(procedure__in={p for p, _u in needy}, unit__in={u for _p, u in needy})
        )
        more = (one for one in rivals if one.pk not in known and (one.procedure_id, one.unit_id) in needy)
        return [*self.asked, *more]

    def _read(self) -> None:
        ids = [one.pk for one in self.everything]
        self._cards = given_on(Scorecard.objects.sent().filter(evaluation__in=ids))
        self._read_rights(ids)

    def _read_rights(self, ids: list[int]) -> None:
        cards = {card for several in self._cards.values() for card, _given in several}
        self.seen: set[int] = cards
        self.opened: set[int] | None = None
        if self.reader:
            visible = Scorecard.objects.sent().filter(evaluation__in=ids).visible_to(self.reader)
            self.seen = set(visible.values_list("pk", flat=True))
            opened = Evaluation.objects.filter(pk__in=ids).with_open_scores(self.reader)
            self.opened = set(opened.values_list("pk", flat=True))


def given_on(cards: QuerySet[Scorecard]) -> dict[int, list[tuple[int, Given]]]:
    """What these cards say, each with its id, by the id of the evaluation; those of one in the order of their id."""
    found: dict[int, list[tuple[int, Given]]] = defaultdict(list)
    rows = list(cards.order_by("pk").values_list("pk", "evaluation", "stage", "scorer", "late"))
    if not rows:
        return found
    entries: dict[int, dict[str, Entry]] = defaultdict(dict)
    scores = Score.objects.filter(scorecard__in=cards.order_by().values("pk"))
    for card, code, points, *rest in scores.values_list("scorecard", "code", *ENTRY):
        entries[card][code] = entry_of(points, *rest)
    for card, evaluation, stage, scorer, late in rows:
        found[evaluation].append((card, Given(Stage(stage), scorer, entries[card], late)))
    return found


def is_settled(evaluation: Evaluation) -> bool:
    """Whether every stage has been gone through."""
    return evaluation.state in (State.SCORED, State.CONCLUDED)


def _with_all(evaluations: Iterable[Evaluation] | QuerySet[Evaluation]) -> Iterable[Evaluation]:
    """With what is asked of each; a version is read once, and its sheet made once, however many are judged by it."""
    if isinstance(evaluations, QuerySet):
        with_units = evaluations.select_related("subject__unit", "subject__issuer", "unit", "procedure__round")
        return with_units.prefetch_related("version__framework")
    return evaluations
