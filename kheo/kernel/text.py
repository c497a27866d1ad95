"""Text at the edge: one Unicode form inside, and a folded form in which accents, case and tone places do not matter."""

import re
import unicodedata

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
# Control characters, and the marks that turn text around: they have no place in a name or an answer.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_QUOTES = re.compile("[“”„‟\"«»‘’‚‛'`´]+")
# Marks that stand on a letter, up to where Devanagari begins: its vowel signs are letters of the word.
_ACCENTS = re.compile(f"[{''.join(chr(c) for c in range(0x0900) if unicodedata.combining(chr(c)))}]+")
_NOT_WORD = re.compile(r"[^\w\u0900-\u097f]+")


def clean(text: str) -> str:
    """Text as we store it: NFC, no control or direction marks, spaces single, ends trimmed. Line breaks stay."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def clean_line(text: str) -> str:
    """`clean`, on one line: for titles, names, codes and table cells."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """The form in which text is searched and compared: lower case, no accents, đ as d, no quotes, single spaces.

    Dropping every mark makes both tone placements (hòa, hoà) and decomposed text the same. Devanagari keeps its vowel
    signs, which are letters of the word there, not accents.
    """
    decomposed = unicodedata.normalize("NFD", _QUOTES.sub("", text).casefold()).replace("đ", "d")
    bare = _ACCENTS.sub("", decomposed)
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", bare)).replace("_", " ").strip()


def sort_key(text: str) -> str:
    """A key that puts Vietnamese text in its own order under any server collation: letter, then tone.

    The alphabet is a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y; tones only break ties.
    """
    letters: list[str] = []
    tones: list[str] = []
    for c in unicodedata.normalize("NFD", clean_line(text).casefold().replace("đ", "d\u0335")):
        if c in _LETTER_MARKS and letters:
            letters[-1] += _LETTER_MARKS[c]
        elif c in _TONES:
            tones.append(f"{len(letters):03d}{_TONES[c]}")
        else:
            letters.append(c)
    return "".join(letters) + "\x01" + "".join(tones)


_LETTER_MARKS = {"\u0306": "~1", "\u0302": "~2", "\u031b": "~3", "\u0335": "~1"}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def person_sort_key(full_name: str) -> str:
    """Vietnamese lists order people by given name, the last word, then by the whole name."""
    name = clean_line(full_name)
    return sort_key(name.rpartition(" ")[2]) + "\x02" + sort_key(name)
