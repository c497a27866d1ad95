"""The office answers; the unit withdraws or reports. Each address is a verb; those that ask something show it first."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.exemplars import actions, permissions
from kheo.exemplars.forms.answering import DeclineForm, ResultForm, ReturnForm, WithdrawForm
from kheo.exemplars.views.finding import read_instead, visible
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of


@require_POST
def accept(request, pk):
    """Take it into the list of the year."""
    registration = visible(request, pk)
    actions.accept(registration, by=request.user)
    messages.success(request, _("“%(title)s” is accepted into the list of the year.") % {"title": registration.title})
    return redirect("exemplars:detail", registration.pk)


@form_page
def return_for_changes(request, pk):
    """Send it back with what to change."""
    words = {
        "heading": _("Return for changes"),
        "consequence": _("The unit gets your reason as its task, changes the registration and sends it again."),
        "act": _("Return it"),
        "done": _("Returned. The unit sees your reason as its task."),
    }
    return _page(request, pk, permissions.can_return_for_changes, actions.return_for_changes, ReturnForm, words)


@form_page
def decline(request, pk):
    """Do not take it into the list."""
    words = {
        "heading": _("Decline this registration"),
        "consequence": _("It does not come into the list of the year and cannot be sent again. The unit reads why."),
        "act": _("Decline it"),
        "done": _("Declined. The unit reads your reason."),
    }
    return _page(request, pk, permissions.can_decline, actions.decline, DeclineForm, words, grave=True)


@form_page
def withdraw(request, pk):
    """The unit takes it back."""
    words = {
        "heading": _("Withdraw this registration"),
        "consequence": _("It no longer counts and cannot be sent again. What was written stays readable here."),
        "act": _("Withdraw it"),
        "done": _("Withdrawn."),
    }
    return _page(request, pk, permissions.can_withdraw, actions.withdraw, WithdrawForm, words, grave=True)


@form_page
def report_result(request, pk):
    """The unit reports what was done."""
    words = {
        "heading": _("Report the result"),
        "consequence": "",
        "act": _("Send the report"),
        "done": _("The result is reported."),
    }
    return _page(request, pk, permissions.can_report_result, actions.report_result, ResultForm, words)


def _page(request, pk, rule, verb, form_class, words, *, grave=False):
    """Ask what the verb needs, then do it; a refusal is told on the form, with everything that was typed."""
    registration = visible(request, pk)
    try:
        rule(request.user, registration)
    except NotNow as why:
        if request.method != "POST":
            return read_instead(request, registration, str(why))
    more = {"was_sent": bool(registration.submitted_at)} if form_class is WithdrawForm else {}
    form = form_class(posted(request), **more)
    if form.is_valid():
        with refusals_in(form):
            verb(registration, by=request.user, **form.cleaned_data)
            messages.success(request, words["done"])
            return redirect("exemplars:detail", registration.pk)
    return _ask(request, registration, form, words, grave=grave)


def _ask(request, registration, form, words, *, grave):
    context = {
        "registration": registration,
        "form": form,
        "words": words,
        "act_kind": "warning" if grave else "primary",
        "back": reverse("exemplars:detail", args=[registration.pk]),
    }
    return render(request, "exemplars/ask.html", context, status=status_of(form))
