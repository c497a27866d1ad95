"""The verbs on drafts: begin, change, discard, issue, correct. Whose right it is, the calling act asks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kheo.documents import corrections, policies
from kheo.documents.actions.papers import deliver, file_paper
from kheo.documents.enums import Mistake, PaperKind, Standing
from kheo.documents.layouts import kinds
from kheo.documents.layouts.parts import Part
from kheo.documents.models import Draft, Paper
from kheo.documents.origins import origin_of
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, Stale
from kheo.kernel.text import clean_line
from kheo.people.models import Person
from kheo.units.models import Unit


@transaction.atomic
def draft(
    unit: Unit, document: Part, *, by: Person | None, made_from: models.Model | None = None,
    corrects: Paper | None = None,
) -> Draft:  # fmt: skip
    """Begin a paper of a unit with what it is to say. `made_from` is the record it was drawn up from."""
    document = _unnumbered(document)
    now = clock.now()
    begun: Draft = Draft.objects.create(
        unit=unit, **_columns(document), made_from_kind=journal.kind_of(made_from) if made_from else "",
        made_from_id=made_from.pk if made_from else None, corrects=corrects,
        begun_at=now, begun_by=by, changed_at=now, changed_by=by,
    )  # fmt: skip
    journal.record("draft.begun", begun, by=by, unit_id=unit.pk, kind=begun.kind)
    return begun


@transaction.atomic
def change(draft: Draft, document: Part, *, by: Person, revision: int) -> Draft:
    """Write the draft anew, whole. `revision` is the one that was read: `Stale` when somebody wrote since."""
    draft = _locked(draft)
    policies.is_being_written(draft)
    document = _unnumbered(document)
    columns = _columns(document)
    if columns["kind"] != draft.kind:
        raise BadInput(_("A draft keeps its kind. Begin another one for another kind of paper."))
    if revision != draft.revision:
        raise Stale(_("Somebody else changed this draft since you opened it. Nothing of what you wrote is lost."))
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.changed_at, draft.changed_by = clock.now(), by
    draft.save(update_fields=[*columns, "revision", "changed_at", "changed_by"])
    journal.record("draft.changed", draft, by=by, unit_id=draft.unit_id, revision=draft.revision)
    return draft


@transaction.atomic
def discard(draft: Draft, *, by: Person) -> Draft:
    """Put a draft aside for good."""
    draft = _locked(draft)
    policies.can_become(draft, Standing.DISCARDED)
    draft.discarded_at = clock.now()
    draft.save(update_fields=["discarded_at"])
    journal.record("draft.discarded", draft, by=by, unit_id=draft.unit_id)
    return draft


@transaction.atomic
def issue(draft: Draft, *, number: str, on: date | None, by: Person) -> Paper:
    """Enter the number and day that the registry gave. From here the draft is a paper on file and never changes."""
    draft = _locked(draft)
    policies.can_become(draft, Standing.ISSUED)
    number = clean_line(number)
    if not number or not on:
        raise BadInput(_("Write the number and the date that the registry gave the paper."))
    Unit.objects.select_for_update(of=("self",)).get(pk=draft.unit_id)  # two papers cannot take one number at once
    policies.can_bear(draft.unit, draft.kind, number, on)
    origin = None if draft.corrects_id else origin_of(draft)
    if origin:
        origin.can_be_issued(draft, on)
    document = draft.document
    document = document.model_copy(
        update={"letterhead": document.letterhead.model_copy(update={"number": number, "on": on})}
    )
    paper: Paper = file_paper(
        issuer=draft.unit, number=number, on=on, by=by, kind=draft.kind, title=draft.title,
        signatory=_signatory(document), corrects=draft.corrects,
    )  # fmt: skip
    draft.paper, draft.content = paper, kinds.written(document)
    draft.save(update_fields=["paper", "content"])
    journal.record("draft.issued", draft, by=by, unit_id=draft.unit_id, number=number)
    if draft.corrects:  # whoever has the paper gets what corrects it
        deliver(paper, draft.corrects.deliveries.values_list("unit", flat=True), by=by)
    if origin:
        origin.issued(draft, paper, by)
    return paper


@transaction.atomic
def correct(
    paper: Paper, amendments: Sequence[corrections.Amendment], *, mistake: Mistake, by: Person
) -> Draft:  # fmt: skip
    """Begin the paper that corrects an issued one: nothing of the issued one is edited.

    A mistake in what a paper says is mended by an equal paper, one of form by an official letter (Decree 30/2020/NĐ-CP,
    article 18.3).
    """
    policies.can_be_corrected(paper)
    if not amendments:
        raise BadInput(_("Say at least one thing that is wrong, and what it should be."))
    document = corrections.document(paper, amendments, mistake)
    begun: Draft = draft(paper.issuer, document, by=by, made_from=paper, corrects=paper)
    journal.record("paper.correction_begun", paper, by=by, unit_id=paper.issuer_id, number=paper.number)
    return begun


def _locked(draft: Draft) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",)).select_related("unit", "corrects")
    return rows.get(pk=draft.pk)


def _unnumbered(document: Part) -> Any:
    """The paper without a number: only the registry gives one, and only `issue` enters it."""
    head = getattr(document, "letterhead", None)
    if head is None:
        raise BadInput(_("Certificates are made of the decision that recognises, not drafted by themselves."))
    return document.model_copy(update={"letterhead": head.model_copy(update={"number": ""})})


def _columns(document: Any) -> dict[str, Any]:
    """What the row says of its content, for lists."""
    return {
        "kind": PaperKind(document.kind), "layout": document.letterhead.layout, "title": document.subject[:300],
        "content": kinds.written(document),
    }  # fmt: skip


def _signatory(document: Any) -> str:
    for name in ("signature", "chair", "team"):
        if signature := getattr(document, name, None):
            return str(signature.name)
    return ""
