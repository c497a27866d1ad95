"""Which frameworks there are: of one's own units, of those above and below, and those that come with Khéo."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.db.models.fields.json import KeyTextTransform
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.criteria import actions, library, permissions, telling
from kheo.criteria.editing import rebuilt
from kheo.criteria.enums import Standing
from kheo.criteria.forms.acts import FoundForm, NamedForm
from kheo.criteria.models import Framework, FrameworkVersion
from kheo.criteria.sheet import Sheet
from kheo.criteria.views.finding import shipped_of
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.units.models import offices


@require_safe
def list_(request):
    """Those of the own units first, each with its versions; on the first page also the library."""
    own = {office.unit_id for office in offices(request.user)}
    frameworks = Framework.objects.visible_to(request.user).select_related("owner").prefetch_related(_versions(request))
    ordered = frameworks.annotate(is_own=Q(owner__in=own)).order_by("-is_own", "owner__sort_key", "code")
    page_obj = Paginator(ordered, 50).get_page(request.GET.get("page"))
    page = {
        "page_obj": page_obj,
        "shipped": library.shipped() if page_obj.number == 1 else (),
        "may_found": permissions.can_found.allows(request.user),
    }
    return render(request, "criteria/list.html", page)


@require_safe
def shipped(request, code):
    """A framework of the library, to be read before it is taken over."""
    sheet = shipped_of(code)
    page = {
        "sheet": sheet,
        "about": telling.about(sheet),
        "table": telling.table(sheet),
        "sections": telling.sections(sheet),
        "counting": telling.counting(sheet),
        "may_found": permissions.can_found.allows(request.user),
    }
    return render(request, "criteria/shipped.html", page)


@form_page
def take_over(request, code):
    """A framework of the library becomes the draft of one's own. Its source and its standing go along."""
    permissions.can_found(request.user)
    sheet = shipped_of(code)
    form = NamedForm(posted(request), person=request.user, initial={"code": sheet.code, "name": sheet.name})
    page = {
        "title": _("Take over from the library"),
        "lead": _("It becomes a draft of your unit, which you change as you need before it is published."),
        "button": _("Take it over as a draft"),
        "about": sheet.name,
    }
    return _found(request, form, lambda told: rebuilt(sheet, code=told["code"], name=told["name"]), page)


@form_page
def found(request):
    """An empty framework, filled in the editor."""
    permissions.can_found(request.user)
    page = {
        "title": _("Set up a framework of criteria"),
        "lead": _("It begins as an empty draft. To begin from a table that exists, take one over or bring a file."),
        "button": _("Set it up"),
    }

    def empty(told):
        named = {"code": told["code"], "name": told["name"], "scale": told["scale"]}
        return Sheet(**named, source="", standing=Standing.PROPOSAL, criteria=())

    return _found(request, FoundForm(posted(request), person=request.user), empty, page)


def _found(request, form, sheet_of, page):
    if form.is_valid():
        with refusals_in(form):
            framework = actions.found_framework(
                owner=form.cleaned_data["owner"], sheet=sheet_of(form.cleaned_data), by=request.user
            )
            return redirect("criteria:change", framework.versions.get().pk)
    return render(request, "criteria/form.html", {"form": form, "asked": page}, status=status_of(form))


def _versions(request):
    """The versions that this person may see, newest first, without their documents."""
    versions = FrameworkVersion.objects.visible_to(request.user).newest_first().defer("document")
    return Prefetch("versions", versions.annotate(standing=KeyTextTransform("standing", "document")))
