"""What was recognised, to be studied and copied: the list, the page of one, its family, its results, its coverage."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kheo.exemplars import paging
from kheo.exemplars.enums import Kind
from kheo.kernel.text import clean_line
from kheo.movements.enums import FieldKey
from kheo.recognitions.models import Recognition
from kheo.replication import credit, forms, reading
from kheo.replication.copies import copies_read_by, family, flat, replications
from kheo.replication.study import study
from kheo.replication.views.finding import readable_pattern
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import offices

COMPARED = 200  # copies of which the results stand in one table


@require_safe
def list_(request):
    """What was recognised in the movements of one's units, newest first, with how often each was copied (BR-12)."""
    form = forms.SearchForm(request.GET, fields=FieldKey.choices, kinds=Kind.choices)
    words = clean_line(request.GET.get("q", ""))[:200]
    found = _narrowed(reading.readable(request.user).matching(words), form)
    page, wrong = _page(request, found)
    patterns = reading.readable(request.user).filter(pk__in=[row["pk"] for row in page.rows]).newest_first()
    given = Prefetch("exemplar__recognitions", Recognition.objects.select_related("unit").order_by("on", "pk"))
    rows = list(patterns.select_related("round", "field").prefetch_related(given))
    counts = replications([row.exemplar_id for row in rows], copies_read_by(request.user))
    for row in rows:
        row.copies = counts.get(row.exemplar_id, 0)
    count, capped = paging.capped_count(found)
    context = {
        "form": form,
        "words": words,
        "keep": [(name, form.data[name]) for name in form.fields if form.data.get(name)],
        "wrong": wrong,
        "rows": rows,
        "count": count,
        "capped": capped,
        "newer_url": _address(request, before=page.newer) if page.newer else "",
        "older_url": _address(request, after=page.older) if page.older else "",
        "may_call": any(office.role in REVIEWS_FOR_UNIT for office in offices(request.user)),
    }
    return render(request, "replication/list.html", context)


@require_safe
def detail(request, pk):
    """What other units may read of an exemplar, who copied it, and the way to copy it."""
    pattern = readable_pattern(request, pk)
    rows = copies_read_by(request.user)
    context = {
        "pattern": pattern,
        "parts": reading.parts(pattern),
        "recognitions": pattern.exemplar.recognitions.select_related("unit").order_by("on", "pk"),
        "credit": credit.of(pattern.exemplar, rows),
        "origin": _origin_of(request, pattern),
        "adopting": credit.adopting(request.user, pattern.exemplar),
        "may_call": any(office.role in REVIEWS_FOR_UNIT for office in offices(request.user)),
    }
    return render(request, "replication/detail.html", context)


@require_safe
def family_(request, pk):
    """The copies, the copies of copies, and the results of each beside those of the origin."""
    pattern = readable_pattern(request, pk)
    lines = flat(family([pattern.exemplar_id], copies_read_by(request.user)))
    compared = study(pattern, [line.registration for line in lines[:COMPARED]])
    cells = {line.registration.pk: line.cells for line in compared.lines}
    openable = credit.openable(request.user, [line.registration.pk for line in lines])
    context = {
        "pattern": pattern,
        "compared": compared,
        "lines": [(line, cells.get(line.registration.pk, []), line.registration.pk in openable) for line in lines],
        "more": max(0, len(lines) - COMPARED),
    }
    return render(request, "replication/family.html", context)


@require_safe
def study_(request, pk):
    """What travelled and what worked: what each copy changed, and its results against the origin's."""
    pattern = readable_pattern(request, pk)
    lines = flat(family([pattern.exemplar_id], copies_read_by(request.user)))[:COMPARED]
    compared = study(pattern, [line.registration for line in lines])
    told = list(zip(lines, compared.lines, strict=True))
    reporting = [(line, row) for line, row in told if row.reported]
    context = {
        "pattern": pattern,
        "compared": compared,
        "reporting": reporting,
        "silent": [line for line, row in told if not row.reported],
        "all": len(told),
    }
    return render(request, "replication/study.html", context)


def _narrowed(found, form):
    if not form.is_valid():
        return found.none()
    narrowed = {name: form.cleaned_data[form_name] for name, form_name in (("field__key", "field"), ("kind", "kind"))}
    return found.filter(**{name: value for name, value in narrowed.items() if value})


def _page(request, found):
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        rows = found.values("pk", "registered_on")
        return paging.page(rows, paging.size_for(request), after=after, before=before), ""
    except paging.BadInput as why:
        return paging.Page([]), str(why)


def _address(request, **changes):
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return f"{reverse('replication:list')}?{query.urlencode()}"


def _origin_of(request, pattern):
    """What this was itself copied from, where the reader may study that."""
    if not pattern.exemplar.replicated_from_id:
        return None
    return reading.readable(request.user).filter(exemplar=pattern.exemplar.replicated_from_id).first()
