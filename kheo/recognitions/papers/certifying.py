"""Certificates for those whom a concluded consideration recognised, a page each in one file."""

from kheo.documents.heads import stationery_of
from kheo.documents.layouts.house import in_words
from kheo.documents.layouts.kinds import Certificate, Certificates
from kheo.documents.models import Paper
from kheo.exemplars.enums import Subject
from kheo.recognitions.models import Consideration, Outcome
from kheo.recognitions.papers.wording import KINDS, period_of, unit_of


def certificates(consideration: Consideration, paper: Paper) -> Certificates:
    """One for each that its decision lists, in its order. The consideration recognised something."""
    furnished = stationery_of(consideration.unit, paper.date)
    outcomes = consideration.outcomes.filter(recognised=True).as_list()
    return Certificates(
        layout=furnished.layout, decider=furnished.decider, place=furnished.place, on=paper.date,
        decision=f"Quyết định số {paper.number} {in_words(paper.date)}", signature=furnished.signature,
        items=tuple(_certificate(consideration, one, str(number)) for number, one in enumerate(outcomes, start=1)),
    )  # fmt: skip


def _certificate(consideration: Consideration, outcome: Outcome, entry: str) -> Certificate:
    """A collective is named as it was called when it registered; an individual by name, with place of work."""
    one, dossier = outcome.registration, outcome.registration.dossier
    cause = f"Có {KINDS[one.kind].lower()} “{one.title}” được công nhận {period_of(consideration.round)}"
    if one.subject == Subject.COLLECTIVE or not dossier.person_name:
        return Certificate(subject="collective", name=unit_of(outcome), cause=cause, entry=entry)
    detail = ", ".join(filter(None, [dossier.person_position, dossier.person_unit or unit_of(outcome)]))
    return Certificate(subject="individual", name=dossier.person_name, detail=detail, cause=cause, entry=entry)
