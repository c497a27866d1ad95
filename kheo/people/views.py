"""One's own account, and the first sign-in."""

from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as djangos_set_language

from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.people import actions, forms, names, policies, tokens
from kheo.people.enums import Language
from kheo.people.languages import remember
from kheo.people.models import Invitation
from kheo.people.sessions import open_sessions


@login_not_required
@never_cache
@sensitive_post_parameters()
@form_page
def welcome(request, token):
    """The address on a slip or in a link. Opening it uses nothing up; choosing a password does, and signs in."""
    invitation = Invitation.objects.select_related("person").filter(token_hash=tokens.digest(token)).first()
    if invitation is None:
        return render(request, "people/welcome_closed.html", status=404)
    if why := policies.can_be_accepted.why_not(invitation):
        return render(request, "people/welcome_closed.html", {"why": why}, status=410)
    if request.user.is_authenticated:
        return render(request, "people/welcome_occupied.html", {"invited": invitation.person})
    with translation.override(_spoken(request, invitation.person)):
        form = forms.WelcomeForm(posted(request), person=invitation.person)
        if form.is_valid():
            with refusals_in(form):
                return _enter(request, token, form.cleaned_data)
        context = {"form": form, "invited": invitation.person}
        return render(request, "people/welcome.html", context, status=status_of(form))


def _spoken(request, person):
    """A fresh browser reads the language the keeper entered for the person; the switch above the page goes first."""
    return translation.get_language() if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else person.language


def _enter(request, token, answers):
    person = actions.accept_invitation(token, password=answers["password1"], language=answers["language"])
    return perform_login(request, person)


@require_safe
def account(request):
    """Who I am here: my names, my roles, the devices I am signed in on."""
    sessions = open_sessions(request.user, this=request.session.session_key)
    return render(request, "people/account.html", {"facts": _facts(request.user), "sessions": sessions})


def _facts(person):
    change, password = reverse("people:change_account"), reverse("account_change_password")
    return [
        {"label": _("Full name"), "value": person.full_name, "url": f"{change}#id_full_name", "lang": "vi"},
        {"label": _("User name"), "value": person.username},
        {"label": _("Phone number"), "value": names.written_phone(person.phone), "url": f"{change}#id_phone"},
        {"label": _("E-mail address"), "value": person.email, "url": f"{change}#id_email"},
        {
            "label": _("Language"), "value": person.get_language_display(), "lang": person.language,
            "url": f"{change}#id_language_0",
        },
        {"label": _("Password"), "value": "••••••••••", "url": password},
    ]  # fmt: skip


@sensitive_post_parameters("password")
@form_page
def change_account(request):
    """Change one's name, phone number, e-mail address or language."""
    form = forms.AccountForm(posted(request), person=request.user)
    if form.is_valid():
        answers = form.answers()
        with refusals_in(form):
            actions.change_account(request.user, by=request.user, **answers)
            with translation.override(answers["language"]):
                messages.success(request, _("Your account is changed."))
            return remember(redirect("people:account"), answers["language"])
    return render(request, "people/change_account.html", {"form": form}, status=status_of(form))


@login_not_required
@require_POST
def set_language(request):
    """The language switch, for everybody; whoever is signed in has it everywhere."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in Language.values:
        actions.change_language(request.user, language, by=request.user)
    return djangos_set_language(request)


@require_safe
def sessions(request):
    """Every device on which I am signed in."""
    found = open_sessions(request.user, this=request.session.session_key)
    return render(request, "people/sessions.html", {"sessions": found})


@require_POST
def end_session(request, pk):
    """Sign out one other device."""
    actions.end_session(get_object_or_404(UserSession, pk=pk, user=request.user), by=request.user)
    messages.success(request, _("That device is signed out."))
    return redirect("people:sessions")


@require_POST
def end_other_sessions(request):
    """Sign out every device but this one."""
    ended = actions.end_other_sessions(request.user, but=request.session.session_key, by=request.user)
    words = ngettext("%(count)s device is signed out.", "%(count)s devices are signed out.", ended)
    messages.success(request, words % {"count": ended})
    return redirect("people:sessions")
