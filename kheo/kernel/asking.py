"""The frame of the small pages that ask: a form, and when it is whole one verb, a sentence, and the way back."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kheo.kernel.formwork import refusals_in, status_of


def ask(
    request: HttpRequest, form: forms.BaseForm, act: Callable[..., object], *,
    page: str, context: Mapping[str, object], back: str, said: str = "",
) -> HttpResponse:  # fmt: skip
    """Once the form is whole, `act` with what it was told by name, say so, and go to the address `back`.

    Until then, and when the verb refuses: the template `page` with the form, everything typed, and the sentence.
    """
    if form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        with refusals_in(form):
            act(**told)
            if said:
                messages.success(request, said)
            return redirect(back)
    return render(request, page, {"form": form} | dict(context), status=status_of(form))
