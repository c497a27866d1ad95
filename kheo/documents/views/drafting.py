"""A paper being written: how it will print, its words, its number, its files."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.documents import actions, exporting, permissions
from kheo.documents.forms.drafting import DraftForm, IssueForm
from kheo.documents.legal_bases import doubts
from kheo.documents.views.finding import address_of, as_printed, draft_of, handed_out
from kheo.kernel import clock
from kheo.kernel.errors import Stale
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of


@require_safe
def draft(request, pk):
    """A paper being written, as it will print; once it is issued, the page of the paper."""
    draft = draft_of(request, pk)
    if draft.paper_id:
        return redirect("documents:detail", draft.paper_id)
    page = {
        "draft": draft,
        "origin": address_of(draft),
        "printed": as_printed(draft),
        "why_not_write": permissions.can_write.why_not(request.user, draft),
        "doubts": doubts(draft.kind, draft.layout, clock.today()),
        "template": exporting.template_for(draft),
    }
    return render(request, "documents/draft.html", page)


@form_page
def change(request, pk):
    """The words of a draft, block by block."""
    draft = draft_of(request, pk)
    permissions.can_write(request.user, draft)
    form = DraftForm(posted(request), document=draft.document, revision=draft.revision)
    if form.is_valid():
        with refusals_in(form):
            try:
                actions.change(draft, form.document(), by=request.user, revision=form.cleaned_data["revision"])
            except Stale as stale:
                form.show_again(str(stale), draft.revision)
            else:
                messages.success(request, _("The draft is saved."))
                return redirect("documents:draft", draft.pk)
    page = {"form": form, "draft": draft, "doubts": doubts(draft.kind, draft.layout, clock.today())}
    return render(request, "documents/change.html", page, status=status_of(form))


@form_page
def issue(request, pk):
    """The number and the day that the registry gave."""
    draft = draft_of(request, pk)
    permissions.can_write(request.user, draft)
    form = IssueForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            paper = actions.issue(draft, by=request.user, **form.cleaned_data)
            messages.success(request, _("Number %(number)s is entered.") % {"number": paper.number})
            return redirect("documents:detail", paper.pk)
    return render(request, "documents/issue.html", {"form": form, "draft": draft}, status=status_of(form))


@require_POST
def discard(request, pk):
    draft = draft_of(request, pk)
    permissions.can_write(request.user, draft)
    actions.discard(draft, by=request.user)
    messages.success(request, _("The draft is discarded."))
    return redirect("documents:list")


@require_safe
def as_pdf(request, pk):
    return handed_out(exporting.as_pdf(draft_of(request, pk)))


@require_safe
def as_word(request, pk):
    return handed_out(exporting.as_word(draft_of(request, pk)))
