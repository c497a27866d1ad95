"""The small forms of this chapter all look alike: a title, a few fields, one button, the way back."""

from django.shortcuts import redirect, render

from kheo.kernel.formwork import refusals_in, status_of


def ask(request, form, act, *, words, about, back):
    """Show the form; once it is whole, do what it asks (`act`, with what was told) and go back.

    `words` are its title, lead and button; `about` names the record; `back` is an address.
    """
    if form.is_valid():
        with refusals_in(form):
            act(form.cleaned_data)
            return redirect(back)
    context = {"asked": {"about": about} | words, "back_url": back, "form": form}
    return render(request, "results/form.html", context, status=status_of(form))
