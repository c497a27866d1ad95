"""What templates may say: {% load kheo %}. Components are includes (templates/components); these are the few words
that an include cannot be."""

import uuid
from collections import namedtuple
from functools import lru_cache

import segno
from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.kernel.periods import weekday as weekday_of
from kheo.kernel.quantities import format_number

register = template.Library()

# The look of each state: tone (r overdue or wrong, y needs you soon, b under way, g done, n over) and shape.
# One word, one colour, one shape, everywhere; the words themselves stay with their enums.
LOOKS = {
    "draft": ("n", "circle-dashed"),
    "submitted": ("b", "send"),
    "returned": ("y", "undo"),
    "accepted": ("b", "circle-check"),
    "reported": ("b", "document"),
    "closed": ("n", "archive"),
    "declined": ("n", "ban"),
    "withdrawn": ("n", "circle-minus"),
    "merged": ("n", "copy"),
    "takes_part": ("g", "people"),
    "ended": ("n", "circle-minus"),
    "registered": ("b", "circle-check"),
    "recognised": ("g", "award"),
    "not_recognised": ("n", "circle-minus"),
    "proposed": ("b", "arrow-up"),
    "forgone": ("n", "circle-minus"),
    "not_considered": ("y", "warning"),
    "under_way": ("b", "circle-dot"),
    "none_recognised": ("n", "circle-minus"),
    "not_started": ("n", "circle-dashed"),
    "in_progress": ("b", "circle-dot"),
    "to_mend": ("y", "undo"),
    "done": ("g", "circle-check"),
    "right": ("g", "circle-check"),
    "duplicate": ("n", "copy"),
    "overdue": ("r", "warning"),
    "open": ("g", "circle-dot"),
    "published": ("g", "circle-check"),
    "retired": ("n", "archive"),
    "evidenced": ("b", "document"),
    "proposal": ("y", "info"),
    "added": ("g", "plus"),
    "changed": ("b", "edit"),
    "removed": ("n", "circle-minus"),
    "convened": ("b", "calendar"),
    "concluded": ("n", "circle-check"),
    "signed": ("g", "circle-check"),
    "waiting": ("n", "circle-dashed"),
    "presented": ("b", "circle-dot"),
    "discussed": ("b", "message"),
    "voting": ("g", "council"),
    "announced": ("n", "circle-check"),
    "set_aside": ("n", "circle-minus"),
    "adopted": ("g", "circle-check"),
    "not_adopted": ("n", "circle-minus"),
    "tied": ("y", "warning"),
    "verified": ("g", "circle-check"),
    "destroyed": ("n", "ban"),
    "abandoned": ("n", "ban"),
    "alive": ("g", "circle-check"),
    "stopped": ("n", "circle-minus"),
    "unanswered": ("y", "warning"),
    "confirmed": ("g", "circle-check"),
    "refused": ("n", "circle-minus"),
}
PLAIN = ("n", "circle")

BarPlaces = namedtuple("BarPlaces", "first rest")


# --- tags ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def form_key() -> SafeString:
    """The hidden idempotency key of a POST form: a repeated press or a retry does the act once."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())


@register.simple_tag
@lru_cache(maxsize=200)
def icon(name: str) -> SafeString:
    """An icon of our sprite (assets/icons/icons.json). It is decoration: the word beside it says the same. There are
    fewer than a hundred: each is made once, not twenty times a page."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def qr(text: str) -> SafeString:
    """A QR code as inline SVG; its size comes from the style sheet."""
    drawing = segno.make(text, error="m").svg_inline(omitsize=True, border=2, svgclass="k-qr__code", lineclass=None)
    return mark_safe(drawing)  # noqa: S308 - segno's own markup; the text is in the squares, not in the markup


@register.simple_tag
def field(bound_field) -> SafeString:
    """One field of a form with its label, hint, error and counter."""
    return bound_field.as_field_group()


@register.simple_tag
def tag_for(state, label: str = "") -> SafeString:
    """The tag of a state: `{% tag_for registration.status registration.get_status_display %}`.

    `label` may be left out when `state` is a member of its enum, which knows its own word.
    """
    return _tag(str(state), str(label or getattr(state, "label", state)))


@lru_cache(maxsize=500)
def _tag(state: str, word: str) -> SafeString:
    """There are a few dozen tags in all: each is made once, not fifty times a page."""
    tone, shape = LOOKS.get(state, PLAIN)
    return render_to_string("components/tag.html", {"text": word, "tone": tone, "icon": shape})


@register.inclusion_tag("components/verb.html", takes_context=True)
def verb(context, url: str, text: str, kind: str = "primary", icon: str = "", why_not: str = "") -> dict:
    """A button that does one verb by POST, or the sentence why it cannot be done now.

    `{% verb url text=word why_not=why_not %}`, with why_not from `permissions.can_accept.why_not(person, thing)`.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "text": text,
        "kind": kind,
        "icon": icon,
        "why_not": why_not,
    }


@register.simple_tag(takes_context=True)
def with_query(context, **changes) -> str:
    """The present address with some of its query changed: `{% with_query page=3 %}`; None takes a parameter away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


# --- filters -------------------------------------------------------------------------------------------------------


@register.filter
def day(value) -> str:
    """25/11/2024, in every interface language; nothing for nothing."""
    return format_date(value)


@register.filter
def weekday(value) -> str:
    """Wednesday, in the language of the page."""
    return weekday_of(value)


@register.filter
def moment(value) -> str:
    """09:42 25/11/2024, in the installation's time zone; nothing for nothing."""
    return f"{timezone.localtime(value):%H:%M %d/%m/%Y}" if value else ""


@register.filter
def number(value) -> str:
    """1.250 or 20,8, in every interface language; a dash for what is not known (zero is not unknown)."""
    return "–" if value is None else format_number(value)


@register.filter
def clock_time(value) -> str:
    """09:42, in the installation's time zone."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def number_or_text(value) -> str:
    """A number written our way, a text as it is."""
    return value if isinstance(value, str) else number(value)


@register.filter
def days_left(due) -> int | None:
    """Days from the business date to `due`; negative when it is past."""
    return (due - clock.today()).days if due else None


@register.filter
def absolute(value: int) -> int:
    """The number without its sign."""
    return abs(value)


@register.filter
def share_of(part, whole) -> str:
    """part/whole as the width of a bar out of 100, with the dot that SVG reads."""
    return f"{min(100, 100 * part / whole):.2f}" if whole else "0"


@register.filter
def words(text: str) -> list[str]:
    """The words of a short list written in a template."""
    return text.split()


@register.filter
def at(found, key):
    """What a mapping holds at a key; None where it holds nothing."""
    return found.get(key)


@register.filter
def beside(head, cells) -> list:
    """Pairs of a column and its cell."""
    return list(zip(head, cells, strict=True))


@register.filter
def page_numbers(page) -> list[int | None]:
    """The pages to offer around the present one: 1 … 4 5 6 … 20, None for a gap."""
    return [
        n if isinstance(n, int) else None
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.filter
def places_in_bar(places) -> BarPlaces:
    """The navigation cut for a phone's bar of five: all of up to five, or four and the rest under "More"."""
    places = list(places or [])
    return BarPlaces(places, []) if len(places) <= 5 else BarPlaces(places[:4], places[4:])
