"""One form, one verb, back to where one was: the shape of most pages on which something is entered."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.kernel.formwork import refusals_in, status_of


@dataclass(frozen=True)
class Asked:
    """The words around a form. `about` is in Vietnamese; `consequence` is what must be known before."""

    title: str
    button: str
    back: str
    about: str = ""
    lead: str = ""
    consequence: str = ""
    kind: str = "primary"
    done: str = ""


def ask(request, form, act, asked, template="councils/form.html", **page):
    """Show a form; once it is filled in, do the verb and go back. A refusal is told on the form: nothing is lost."""
    if form.is_valid():
        with refusals_in(form):
            act(form.cleaned_data)
            messages.success(request, asked.done or _("Done: %(what)s") % {"what": asked.title})
            return redirect(asked.back)
    return render(request, template, {"form": form, "asked": asked, **page}, status=status_of(form))


def done(request, sentence, back):
    """Say that it is done, and go back."""
    messages.success(request, sentence)
    return redirect(back)


def chair_of(session, item=None):
    """The chair's view of a session, at an item."""
    address = reverse("councils:chair", args=[session.pk])
    return f"{address}?item={item.pk}" if item else address
