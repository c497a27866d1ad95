"""A draft or an issued paper as a file to hand out."""

from dataclasses import dataclass

from kheo.documents.layouts.files import pdf, word
from kheo.documents.models import Draft, UnitTemplate
from kheo.documents.unit_templates.filling import fill
from kheo.kernel import clock, files
from kheo.kernel.filekinds import KINDS
from kheo.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Exported:
    """A file: its name, its content type, its bytes."""

    name: str
    content_type: str
    content: bytes


def as_pdf(draft: Draft) -> Exported:
    """The paper as a PDF, always in our own layout."""
    return Exported(_name(draft, "pdf"), KINDS["pdf"].content_type, pdf(draft.document))


def as_word(draft: Draft) -> Exported:
    """The paper as a Word file: in the unit's own template where it has one for the kind, else in our layout."""
    document = draft.document
    template = template_for(draft)
    content = fill(files.content(template.file), document) if template else word(document)
    return Exported(_name(draft, "docx"), KINDS["docx"].content_type, content)


def template_for(draft: Draft) -> UnitTemplate | None:
    """The unit's template for the kind, on the day of the paper once it is issued, today while it is a draft."""
    day = draft.paper.date if draft.paper else clock.today()
    rows = UnitTemplate.objects.in_force(draft.unit, day).filter(kind=draft.kind)
    template: UnitTemplate | None = rows.select_related("file").first()
    return template


def _name(draft: Draft, extension: str) -> str:
    """`quyet-dinh-1127-qd-tu.pdf`: without accents, so that every system keeps it."""
    number = draft.paper.number if draft.paper else ""
    return file_name(f"{draft.kind} {number} {draft.title}", extension)


def file_name(words: str, extension: str) -> str:
    """Words as the name of a file, without accents."""
    return f"{'-'.join(fold(words.replace('_', ' ')).split())[:80].rstrip('-')}.{extension}"
