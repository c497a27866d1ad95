"""The papers of judging as files to hand out, and the drafts that were begun from them."""

from django.db.models import QuerySet
from django.urls import reverse

from kheo.criteria.enums import Stage
from kheo.documents.enums import PaperKind
from kheo.documents.exporting import Exported, file_name
from kheo.documents.layouts.files import pdf, word
from kheo.documents.layouts.parts import Part
from kheo.documents.models import Draft
from kheo.evaluations import papers, results
from kheo.evaluations.models import Evaluation, Evidence, Scorecard, Visit
from kheo.kernel.filekinds import KINDS
from kheo.people.models import Person

MAKERS = {"pdf": pdf, "docx": word}


def record_file(visit: Visit, extension: str) -> Exported:
    """The record of a visit as a file for both sides."""
    return _made(papers.verification(visit), f"bien ban tham dinh {visit.evaluation.subject.title}", extension)


def sheet_file(evaluation: Evaluation, extension: str, *, reader: Person) -> Exported:
    """The score sheet of an evaluation, with what the reader may see of it."""
    return _made(sheet_of(evaluation, reader=reader), f"phieu cham diem {evaluation.subject.title}", extension)


def card_file(card: Scorecard, extension: str) -> Exported:
    """One card as a file, for the hand of who wrote it."""
    who = card.scorer.full_name if card.scorer else card.stage
    return _made(papers.card_sheet(card), f"phieu cham diem {who} {card.evaluation.subject.title}", extension)


def sheet_of(evaluation: Evaluation, *, reader: Person | None = None) -> Part:
    """The score sheet as a value; without a reader (a verb) with everything."""
    standing = results.many([evaluation], reader=reader)[0]
    seen = Scorecard.objects.filter(evaluation=evaluation, stage=Stage.SELF)
    seen = seen.visible_to(reader) if reader else seen.sent()
    evidence = Evidence.objects.filter(scorecard__in=seen).select_related("file", "paper").order_by("code", "pk")
    return papers.score_sheet(standing, evidence)


def record_of(visit: Visit) -> Draft | None:
    """The record being drafted from a visit, or issued; None where nobody drafted one."""
    return _draft(Draft.objects.made_from(visit), PaperKind.VERIFICATION)


def score_sheet_of(evaluation: Evaluation) -> Draft | None:
    """The score sheet being drafted from an evaluation, or issued; None where nobody drafted one."""
    return _draft(Draft.objects.made_from(evaluation), PaperKind.SCORE_SHEET)


def visit_address(draft: Draft) -> str:
    """The visit from which a record was drafted."""
    return reverse("evaluations:visit", args=[draft.made_from_id])


def evaluation_address(draft: Draft) -> str:
    """The evaluation from which a score sheet was drafted."""
    return reverse("evaluations:detail", args=[draft.made_from_id])


def _draft(drafts: QuerySet[Draft], kind: PaperKind) -> Draft | None:
    found: Draft | None = (
        drafts.filter(kind=kind, discarded_at=None, corrects=None).select_related("paper", "unit").first()
    )
    return found


def _made(document: Part, words: str, extension: str) -> Exported:
    return Exported(file_name(words, extension), KINDS[extension].content_type, MAKERS[extension](document))
