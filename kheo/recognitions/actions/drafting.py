"""The verbs that draft the papers of recognition, and what follows for recognition when one of them is issued."""

from collections.abc import Callable
from datetime import date
from typing import cast

from django.db import transaction

from kheo.documents import actions as documents
from kheo.documents import origins
from kheo.documents.enums import PaperKind
from kheo.documents.layouts.parts import Part
from kheo.documents.models import CertificateSheet, Draft, Paper
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import drafted, papers, permissions, policies
from kheo.recognitions.models import Consideration, Proposal
from kheo.units.models import Unit


@transaction.atomic
def draft_decision(consideration: Consideration, *, by: Person) -> Draft:
    """Begin the decision that recognises what is on the list. There is one; it is given back when it was begun."""
    consideration = _locked(consideration)
    already = drafted.decision_of(consideration)
    if already:
        permissions.can_weigh(by, consideration)
        return already
    permissions.can_draft_decision(by, consideration)
    begun: Draft = documents.draft(consideration.unit, papers.decision(consideration), by=by, made_from=consideration)
    return begun


@transaction.atomic
def draft_submission(unit: Unit, round_: Round, *, by: Person) -> Draft:
    """Begin the letter for the proposals that no letter carries yet."""
    return _draft_upward(unit, round_, papers.submission, by=by)


@transaction.atomic
def draft_summary_list(unit: Unit, round_: Round, *, by: Person) -> Draft:
    """Begin the summary list of the same proposals."""
    return _draft_upward(unit, round_, papers.summary_list, by=by)


@transaction.atomic
def certify(consideration: Consideration, *, by: Person) -> CertificateSheet:
    """Make the certificates of those whom the unit recognised, once."""
    consideration = _locked(consideration)
    permissions.can_certify(by, consideration)
    paper = cast(Paper, consideration.decision)  # the policy saw to it
    sheet: CertificateSheet = documents.certify(paper, papers.certificates(consideration, paper), by=by)
    return sheet


def list_changed(consideration: Consideration, *, by: Person) -> None:
    """The list of a decision that is being drafted is that of its consideration, whatever was weighed since."""
    draft = drafted.decision_of(consideration)
    if draft and draft.paper_id is None:
        document = papers.with_list_of(consideration, draft.document)
        documents.change(draft, document, by=by, revision=draft.revision)


def _draft_upward(
    unit: Unit, round_: Round, paper: Callable[[Unit, Round, list[Proposal]], Part], *, by: Person
) -> Draft:  # fmt: skip
    permissions.can_draft_upward(by, unit, round_)
    begun: Draft = documents.draft(unit, paper(unit, round_, policies.without_letter(unit, round_)), by=by,
                                   made_from=round_)  # fmt: skip
    return begun


def _locked(consideration: Consideration) -> Consideration:
    rows = Consideration.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "round__movement__owner", "round__closing", "decision").get(pk=consideration.pk)


def _decision_can_be_issued(draft: Draft, on: date) -> None:
    """Its day is one on which the unit could recognise in the round, and its consideration is not concluded."""
    if draft.kind == PaperKind.DECISION:
        rows = Consideration.objects.select_related("unit", "round")
        policies.can_be_issued(rows.get(pk=cast(int, draft.made_from_id)), on)


def _letter_is_issued(draft: Draft, paper: Paper, by: Person) -> None:
    """What goes upward is sent to the superior; the proposals that the letter carries name it."""
    proposals = Proposal.objects.filter(from_unit=draft.unit, registration__round=draft.made_from_id)
    documents.deliver(paper, proposals.values_list("to_unit", flat=True), by=by)
    if draft.kind == PaperKind.SUBMISSION:
        proposals.filter(paper=None).update(paper=paper)


origins.register("consideration", origins.Origin(drafted.docket_address, can_be_issued=_decision_can_be_issued))
origins.register("round", origins.Origin(drafted.docket_address, issued=_letter_is_issued))
