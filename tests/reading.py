"""Reading a page as a person does: its words, without the markup, whose keys and addresses may hold any digits."""

import html
import re


def words(markup: str) -> str:
    """The words of this markup with single spaces; `words(page.text)` when a figure must not be on a page."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", markup).split()))
