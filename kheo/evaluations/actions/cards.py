"""The verbs on score cards: write on them, look again after an explanation, add evidence, send them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.criteria.enums import EvidenceKind, Stage
from kheo.documents.models import Paper
from kheo.evaluations import cards, lacking, moving, permissions, policies
from kheo.evaluations.cards import Mark
from kheo.evaluations.models import EarlierScore, Evaluation, Evidence, Score, Scorecard
from kheo.kernel import clock, files, journal
from kheo.kernel.errors import BadInput, Stale
from kheo.kernel.models import StoredFile
from kheo.kernel.text import clean, clean_line
from kheo.people.models import Person

SITTING = timedelta(hours=1)  # writing within it is one line of the history, however often it is saved
TOLD = 10  # sentences of one refusal
CONTENT = ("points", "value", "target", "assigned", "passed", "note", "reason")


@transaction.atomic
def self_assess(evaluation: Evaluation, marks: Mapping[str, Mark], *, by: Person, revision: int) -> Scorecard:
    """The judged unit writes what it gives itself, leaf by leaf, gaps and all. `revision` is what it began from.

    Raises `Stale` when somebody wrote other words on the same leaf meanwhile: both are shown, nothing typed is lost.
    """
    card = moving.locked_card(_own_card(evaluation))
    permissions.can_self_assess(by, card.evaluation)
    policies.is_not_sent(card)
    return _write(card, marks, by=by, revision=revision)


@transaction.atomic
def score(card: Scorecard, marks: Mapping[str, Mark], *, by: Person, revision: int) -> Scorecard:
    """The judging side writes points on a card, one leaf or many; the gaps and reasons are asked for at sending."""
    card = moving.locked_card(card)
    permissions.can_write_on(by, card)
    return _write(card, marks, by=by, revision=revision)


@transaction.atomic
def look_again(card: Scorecard, marks: Mapping[str, Mark], *, by: Person, revision: int) -> Scorecard:
    """Change a card that was sent, on what an explanation was about, each with its reason; what stood there is kept."""
    card = moving.locked_card(card)
    permissions.can_look_again(by, card, set(marks))
    if silent := sorted(code for code, mark in marks.items() if not clean(mark.reason)):
        raise BadInput(_("Write why the points change: %(codes)s.") % {"codes": ", ".join(silent)})
    before = card.revision
    card = _write(card, marks, by=by, revision=revision)
    if card.revision != before:
        card.sent_revision = card.revision
        card.save(update_fields=["sent_revision"])
        journal.record("scorecard.rescored", card, by=by, unit_id=card.evaluation.unit_id, codes=sorted(marks))
    return card


@transaction.atomic
def send_card(card: Scorecard, *, by: Person) -> Scorecard:
    """Send a card: from here it stays, and its stage goes on when it waits for nobody else.

    `BadInput` names every gap: points that are missing, evidence, a reason where it differs from the stage before.
    """
    card = moving.locked_card(card)
    permissions.can_send_card(by, card)
    if found := lacking.lacks(card):
        raise BadInput(_in_one([lack.sentence for lack in found]))
    card.sent_at, card.sent_by, card.sent_revision = clock.now(), by, card.revision
    card.late = policies.is_late(card.evaluation, card.stage)
    card.save(update_fields=["sent_at", "sent_by", "sent_revision", "late"])
    side = card.evaluation.subject.unit_id if card.stage == Stage.SELF else card.evaluation.unit_id
    journal.record("scorecard.sent", card, by=by, unit_id=side, stage=card.stage, late=card.late)
    moving.go_on_when_finished(card.evaluation, by=by)
    return card


@transaction.atomic
def add_evidence(
    card: Scorecard, code: str, *, kind: str, by: Person, uploaded: File | None = None, file: StoredFile | None = None,
    paper: Paper | None = None, words: str = "",
) -> Evidence:  # fmt: skip
    """Put a piece of evidence behind a leaf: a file sent now or kept already, a paper on file, or words (a link, the
    number of a document, a sentence). The caller has fetched `file` and `paper` through what this person may see."""
    card = moving.locked_card(card)
    permissions.can_write_on(by, card)
    cards.check(card.evaluation, card.stage, {code: Mark()})
    words = clean_line(words)
    if kind not in EvidenceKind.values:
        raise BadInput(_("Choose what kind of evidence it is."))
    if named := _named_kinds(card, code, kind):
        raise BadInput(_("%(code)s takes only this as evidence: %(kinds)s.") % {"code": code, "kinds": named})
    if kind == EvidenceKind.LINK and not words.startswith(("https://", "http://")):
        raise BadInput(_("A link begins with https://."))
    if kind == EvidenceKind.FILE and uploaded:
        file = files.store(uploaded, by_id=by.pk)
    if not _is_whole(kind, file, paper, words):
        raise BadInput(_("The evidence is missing: choose a file, or write the link, the number or the words."))
    evidence = Evidence.objects.create(
        scorecard=card, code=code, kind=kind, file=file if kind == EvidenceKind.FILE else None,
        paper=paper if kind == EvidenceKind.DOCUMENT else None, words=words, at=clock.now(), by=by,
    )  # fmt: skip
    journal.record("scorecard.evidence_added", card, by=by, unit_id=card.evaluation.unit_id, code=code)
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Person) -> None:
    """Take a piece of evidence off a card that is not sent. A file stays where else it is kept."""
    card = moving.locked_card(evidence.scorecard)
    permissions.can_write_on(by, card)
    journal.record("scorecard.evidence_removed", card, by=by, unit_id=card.evaluation.unit_id, code=evidence.code)
    evidence.delete()


def _own_card(evaluation: Evaluation) -> Scorecard:
    card: Scorecard | None = evaluation.cards.filter(stage=Stage.SELF).first()
    if card is None:
        raise BadInput(_("“%(framework)s” has no self-assessment.") % {"framework": evaluation.version.framework.name})
    return card


def _write(card: Scorecard, marks: Mapping[str, Mark], *, by: Person, revision: int) -> Scorecard:
    """Write what is new. The same a second time (a retry, a second tab) is no conflict and no new revision."""
    marks = {code: _cleaned(mark) for code, mark in marks.items()}
    cards.check(card.evaluation, card.stage, marks)
    kept = {score.code: score for score in card.scores.select_for_update()}
    changed = {code: mark for code, mark in marks.items() if _mark_of(kept.get(code)) != mark}
    if not changed:
        return card
    _refuse_stale(kept, changed, revision)
    card.revision += 1
    card.save(update_fields=["revision"])
    new = {code: mark for code, mark in changed.items() if code not in kept}
    Score.objects.bulk_create(_score(card, code, mark, by) for code, mark in new.items())
    for code in changed.keys() - new.keys():
        _put_anew(kept[code], _score(card, code, changed[code], by))
    _record_writing(card, by)
    return card


def _score(card: Scorecard, code: str, mark: Mark, by: Person) -> Score:
    content = {name: getattr(mark, name) for name in CONTENT}
    return Score(scorecard=card, code=code, revision=card.revision, at=clock.now(), by=by, **content)


def _put_anew(kept: Score, score: Score) -> None:
    """In the place of what stands there; what was sent before stays beside it."""
    sent = score.scorecard.sent_revision
    if sent is not None and kept.revision <= sent:
        was = {name: getattr(kept, name) for name in (*CONTENT, "at", "by_id")}
        EarlierScore.objects.create(score=kept, until=score.at, **was)
    score.pk = kept.pk
    score.save(force_update=True)


def _refuse_stale(kept: Mapping[str, Score], changed: Mapping[str, Mark], revision: int) -> None:
    """Who writes on a leaf that somebody else has changed since sees both; on other leaves they do not meet."""
    met = sorted(code for code in changed if code in kept and kept[code].revision > revision)
    if met:
        raise Stale(
            _("Somebody else changed these points after you opened the card. Compare the two and save again."),
            theirs=[(code, _mark_of(kept[code]).in_words) for code in met],
            mine=[(code, changed[code].in_words) for code in met],
        )


def _mark_of(score: Score | None) -> Mark:
    """What stands there; an empty mark for nothing."""
    if score is None:
        return Mark()
    entry = score.entry
    return Mark(
        entry.points, entry.value, entry.target, entry.assigned, entry.passed, note=score.note, reason=score.reason
    )


def _cleaned(mark: Mark) -> Mark:
    return replace(mark, note=clean(mark.note), reason=clean(mark.reason))


def _record_writing(card: Scorecard, by: Person) -> None:
    """One line a sitting."""
    last = journal.history(card).last()
    if last and last.verb == "scorecard.written" and last.by_id == by.pk and clock.now() - last.at < SITTING:
        return
    journal.record("scorecard.written", card, by=by, unit_id=card.evaluation.unit_id)


def _named_kinds(card: Scorecard, code: str, kind: str) -> str:
    """The kinds that the framework takes as evidence of the leaf, in words, where this is none of them; else empty."""
    rule = card.evaluation.sheet.by_code[code].evidence
    if rule is None or not rule.kinds or kind in rule.kinds:
        return ""
    return ", ".join(str(EvidenceKind(one).label) for one in rule.kinds)


def _is_whole(kind: str, file: StoredFile | None, paper: Paper | None, words: str) -> bool:
    match kind:
        case EvidenceKind.FILE:
            return file is not None
        case EvidenceKind.DOCUMENT:
            return paper is not None or bool(words)
        case _:
            return bool(words)


def _in_one(sentences: list[str]) -> str:
    told = sentences[:TOLD]
    if len(sentences) > TOLD:
        told.append(_("… and %(count)s more.") % {"count": len(sentences) - TOLD})
    return " ".join(told)
