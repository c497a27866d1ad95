"""The papers of the demonstration: letterheads, letters that carry proposals, the decision, certificates.

Whoever signs is called *minh họa*, numbers end in MH: nobody is to take one of them for a paper of the real office.
"""

from datetime import date
from typing import Any

from kheo.documents import actions as documents
from kheo.documents.enums import Layout
from kheo.documents.models import Draft, Paper
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import actions as recognitions
from kheo.recognitions.models import Consideration
from kheo.story.company import SERVES_FROM
from kheo.story.facts import rows
from kheo.units.models import Unit

MARK = "(dữ liệu minh họa)"


def furnish(unit: Unit, *, by: Person) -> None:
    """Say what a unit prints its papers with, as `data/letterheads.csv` tells."""
    row = next(row for row in rows("letterheads.csv") if row["unit_code"] == unit.code)
    with clock.at(SERVES_FROM):
        documents.set_stationery(
            unit, layout=Layout(row["layout"]), superior=row["superior"], issuer=row["issuer"], place=row["place"],
            symbol=row["symbol"], decider=row["decider"], on_behalf=row["on_behalf"], office=row["office"],
            signatory=row["signatory"], on=SERVES_FROM, by=by,
        )  # fmt: skip


def furnished() -> set[str]:
    """The codes of the units whose letterheads are told."""
    return {row["unit_code"] for row in rows("letterheads.csv")}


def carry(unit: Unit, round_: Round, *, number: str, on: date, by: Person) -> Paper:
    """The letter for what the unit has proposed, with its ranked list and the summary list beside it."""
    recognitions.draft_summary_list(unit, round_, by=by)
    letter = _marked(recognitions.draft_submission(unit, round_, by=by), by=by)
    return documents.issue(letter, number=number, on=on, by=by)


def decide(consideration: Consideration, *, number: str, on: date, by: Person) -> Paper:
    """Draft the decision from the list, issue it, conclude with it, and make the certificates."""
    decision = _marked(recognitions.draft_decision(consideration, by=by), by=by)
    paper = documents.issue(decision, number=number, on=on, by=by)
    recognitions.certify(recognitions.conclude(consideration, by=by), by=by)
    return paper


def _marked(draft: Draft, *, by: Person) -> Draft:
    """The draft, whose subject says that it is demonstration data."""
    document: Any = draft.document
    marked = document.model_copy(update={"subject": f"{document.subject} {MARK}"})
    return documents.change(draft, marked, by=by, revision=draft.revision)
