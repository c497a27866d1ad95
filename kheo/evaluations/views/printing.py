"""The papers of judging: as files for whoever may read what they say, and as drafts of the unit."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from kheo.evaluations import actions, drafted
from kheo.evaluations.models import Visit
from kheo.evaluations.views.finding import card_of, evaluation_of, visit_of


@require_safe
def record_file(request, pk, extension):
    """The finished record of a visit, for both sides."""
    get_object_or_404(Visit.objects.with_open_record(request.user).filter(recorded_at__isnull=False), pk=pk)
    return _handed_out(drafted.record_file(visit_of(request, pk), _known(extension)))


@require_safe
def score_sheet_file(request, pk, extension):
    """The score sheet with what this person may see."""
    return _handed_out(drafted.sheet_file(evaluation_of(request, pk), _known(extension), reader=request.user))


@require_safe
def card_file(request, pk, extension):
    """One card, for its own signature."""
    return _handed_out(drafted.card_file(card_of(request, pk), _known(extension)))


@require_POST
def draft_verification(request, pk):
    return redirect("documents:draft", actions.draft_verification(visit_of(request, pk), by=request.user).pk)


@require_POST
def draft_score_sheet(request, pk):
    return redirect("documents:draft", actions.draft_score_sheet(evaluation_of(request, pk), by=request.user).pk)


def _known(extension):
    if extension not in drafted.MAKERS:
        raise Http404
    return extension


def _handed_out(made):
    """A file that was made just now, as an attachment and nothing else."""
    answer = FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name, content_type=made.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
