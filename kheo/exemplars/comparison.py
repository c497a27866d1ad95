"""What changed between two sendings, marked word by word."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_WORDS = re.compile(r"\S+\s*|\s+")


def marked(before: str, after: str) -> SafeString:
    """The later text with <ins> around what came and <del> around what went; everything else escaped."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return format_html_join(
        "", "{}", ((_mark(kind, "".join(old[a:b]), "".join(new[c:d])),) for kind, a, b, c, d in pieces)
    )


def _mark(kind: str, gone: str, come: str) -> SafeString:
    if kind == "equal":
        return format_html("{}", come)
    kept = format_html("<del>{}</del>", gone) if gone else mark_safe("")
    return kept + format_html("<ins>{}</ins>", come) if come else kept
