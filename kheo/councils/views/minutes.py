"""The minutes: drafted from what happened, block by block, then signed by both and frozen."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.councils import actions, permissions
from kheo.councils import minutes as paper
from kheo.councils.enums import SessionState
from kheo.councils.forms.minutes import BlockForm
from kheo.councils.views.asking import done
from kheo.councils.views.finding import session_of
from kheo.documents.enums import PaperKind
from kheo.documents.heads import letterhead_of
from kheo.documents.layouts.files import pdf, word
from kheo.kernel.filekinds import KINDS
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.text import fold

MAKERS = {"pdf": pdf, "docx": word}


@require_safe
def minutes(request, pk):
    """All blocks as they are to be read."""
    it = session_of(request, pk)
    kept = getattr(it, "minutes", None)
    signed_by_me = kept and request.user.pk in (kept.signed_by_leader_id, kept.signed_by_writer_id)
    return render(
        request,
        "councils/minutes.html",
        {
            "session": it,
            "sections": paper.shown(it) if it.state != SessionState.CONVENED else (),
            "minutes": kept,
            "may_edit": permissions.can_edit_minutes.allows(request.user, it),
            "why_not_sign": permissions.can_sign.why_not(request.user, it),
            "signed_by_me": signed_by_me,
            "why_not_take_back": permissions.can_take_signature_back.why_not(request.user, kept) if kept else "",
            "leads": permissions.can_lead.allows(request.user, it),
        },
    )


@form_page
def edit_minutes(request, pk, section):
    """One block, rewritten in people's own words."""
    it = session_of(request, pk)
    permissions.can_edit_minutes(request.user, it)
    block = next((one for one in paper.shown(it) if one.key == section and one.editable), None)
    if block is None:
        raise Http404
    kept = getattr(it, "minutes", None)
    initial = {"text": "\n".join(block.lines), "revision": kept.revision if kept else 0}
    form = BlockForm(posted(request), initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        with refusals_in(form):
            actions.edit_minutes(it, section, told["text"], revision=told["revision"], by=request.user)
            return redirect(_url(it) + f"#{section}")
    page = {"session": it, "block_title": block.title, "form": form, "back_url": _url(it)}
    return render(request, "councils/edit_minutes.html", page, status=status_of(form))


@require_POST
def sign_minutes(request, pk):
    it = session_of(request, pk)
    actions.sign_minutes(it, by=request.user)
    return done(request, _("You have signed the minutes."), _url(it))


@require_POST
def take_signature_back(request, pk):
    it = session_of(request, pk)
    permissions.can_lead(request.user, it)
    if not hasattr(it, "minutes"):
        raise Http404
    actions.take_signature_back(it, by=request.user)
    return done(request, _("Your signature is taken back."), _url(it))


@require_safe
def minutes_file(request, pk, extension):
    """The minutes as PDF or Word, in the layout of the unit."""
    it = session_of(request, pk)
    if extension not in MAKERS or it.state == SessionState.CONVENED:
        raise Http404
    letterhead = letterhead_of(it.council.unit, PaperKind.MINUTES, on=it.on)
    content = MAKERS[extension](paper.paper(it, letterhead))
    response = HttpResponse(content, content_type=KINDS[extension].content_type)
    name = "-".join(fold(f"bien ban {it.title} {it.on:%d %m %Y}").split())[:80]
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


def _url(it):
    return reverse("councils:minutes", args=[it.pk])
