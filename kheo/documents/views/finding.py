"""A draft or a paper as its reader may see it, where it was begun, what it says, and a file made just now."""

from io import BytesIO

from django.http import FileResponse
from django.shortcuts import get_object_or_404

from kheo.documents.layouts import composition
from kheo.documents.layouts.composing import compose
from kheo.documents.models import Draft, Paper
from kheo.documents.origins import origin_of


def draft_of(request, pk):
    drafts = Draft.objects.visible_to(request.user).filter(discarded_at=None)
    return get_object_or_404(drafts.select_related("unit", "paper", "corrects"), pk=pk)


def paper_of(request, pk):
    papers = Paper.objects.visible_to(request.user).select_related("issuer", "file", "corrects")
    return get_object_or_404(papers, pk=pk)


def address_of(draft):
    """The address of the page on which the draft was begun."""
    origin = origin_of(draft)
    return origin.address(draft) if origin else ""


def as_printed(draft):
    """The paper's words in the order of print."""
    return composition.data(compose(draft.document))


def handed_out(made):
    """A file that was made just now, as an attachment and nothing else."""
    answer = FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name, content_type=made.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
