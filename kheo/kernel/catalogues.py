"""The catalogues of words: gathered from the code and the templates, kept by translators, compiled without GNU gettext.

English is the language of the sources and needs no catalogue. Decision:
docs/decisions/0005-catalogues-without-gettext.md.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """# Khéo's words in {language}. The sources are English; run `kheo catalogues` after changing them.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|(%[sdr])|\{(\w*)\}")
TAG = re.compile(r"</?[a-z][a-z0-9]*")


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return [code for code, _ in settings.LANGUAGES if code != "en"]


def file(code: str) -> Path:
    """A language's catalogue, as translators edit it."""
    return Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"


def sources() -> Catalog:
    """Every sentence of the interface, from the chapters and the templates."""
    found = Catalog()
    base = Path(settings.BASE_DIR)
    for path in sorted((base / "kheo").rglob("*.py")):
        _gather(found, path.read_bytes(), path.relative_to(base))
    for path in sorted(p for p in (base / "templates").rglob("*") if p.suffix in {".html", ".txt", ".svg"}):
        _gather(found, _as_python(path).encode(), path.relative_to(base))
    return found


def kept(code: str) -> Catalog:
    """What the translators have written so far."""
    if not file(code).exists():
        return Catalog(locale=code)
    with file(code).open("rb") as handle:
        return read_po(handle, locale=code)


def updated(code: str, found: Catalog) -> str:
    """The catalogue's text with exactly the sentences of the sources, translated where a translation is kept."""
    old, new = kept(code), Catalog(locale=code)
    for message in found:
        if message.id:
            earlier = old.get(message.id, message.context)
            added = new.add(
                message.id,
                string=earlier.string if earlier and _has_plural(earlier) == _has_plural(message) else None,
                locations=message.locations,
                flags=message.flags - {"fuzzy"},
                auto_comments=message.auto_comments,
                user_comments=earlier.user_comments if earlier else (),
                context=message.context,
            )
            if not _has_placeholder(message):
                added.flags.discard("python-format")  # “% of those registered” is a word with a sign, and no format
    body = io.BytesIO()
    write_po(body, new, width=0, omit_header=True, sort_output=True, include_lineno=False)
    names = dict(settings.LANGUAGES)
    return HEADER.format(language=names[code], code=code, plural=new.plural_forms) + body.getvalue().decode()


def update() -> list[str]:
    """Bring every catalogue up to date with the sources; answers the languages that changed."""
    found, changed = sources(), []
    for code in languages():
        text, path = updated(code, found), file(code)
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            changed.append(code)
    return changed


def compile_all() -> None:
    """Write the .mo files that Django reads, where they are missing or older than their catalogue."""
    for code in languages():
        source, compiled = file(code), file(code).with_suffix(".mo")
        if source.exists() and (not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime):
            draft = compiled.with_suffix(".mo.draft")
            with draft.open("wb") as handle:
                write_mo(handle, kept(code))
            draft.replace(compiled)


def faults() -> list[str]:
    """Everything that keeps a page from being whole in a language, one line each; empty when all is well."""
    found = sources()
    return [f"{code}: {fault}" for code in languages() for fault in _faults(code, found)]


def _faults(code: str, found: Catalog) -> Iterator[str]:
    catalogue = kept(code)
    for message in found:
        if message.id:
            yield from _message_faults(message, catalogue.get(message.id, message.context), catalogue.num_plurals)
    for message in catalogue:
        if message.id and found.get(message.id, message.context) is None:
            yield f"no longer in the sources: {_shown(message)}"
    for message in catalogue.obsolete.values():
        yield f"obsolete: {_shown(message)}"
    if not file(code).exists() or file(code).read_text() != updated(code, found):
        yield "the catalogue is not up to date with the sources. Run: kheo catalogues"


def _message_faults(message: Message, translation: Message | None, plurals: int) -> Iterator[str]:
    if translation is None:
        yield f"missing: {_shown(message)}"
        return
    texts = _texts(translation.string)
    if translation.fuzzy:
        yield f"fuzzy: {_shown(message)}"
    if not all(texts):
        yield f"untranslated: {_shown(message)}"
        return
    if len(texts) != (plurals if _has_plural(message) else 1):
        yield f"{plurals} plural forms are needed, {len(texts)} given: {_shown(message)}"
    whole = _texts(message.id)[-1]
    for text in texts:
        if not unicodedata.is_normalized("NFC", text):
            yield f"not in NFC: {_shown(message)}"
        if wrong := _wrong_placeholders(text, whole, is_whole=text is texts[-1]):
            yield f"placeholders differ ({', '.join(sorted(wrong))}): {_shown(message)}"
        if sorted(TAG.findall(text)) != sorted(TAG.findall(whole)):
            yield f"tags differ: {_shown(message)}"


def _texts(value: Any) -> list[str]:
    """A message's or translation's forms: one, or one for each plural."""
    return [value or ""] if isinstance(value, str | None) else [text or "" for text in value]


def _wrong_placeholders(text: str, whole: str, *, is_whole: bool) -> set[str]:
    """A form for “one” may leave the number out; every other form has exactly the placeholders of the source."""
    given, wanted = _placeholders(text), _placeholders(whole)
    return given - wanted if not is_whole else given ^ wanted


def _placeholders(text: str) -> set[str]:
    return {next(filter(None, groups), "{}") for groups in PLACEHOLDER.findall(text.replace("%%", ""))}


def _has_placeholder(message: Message) -> bool:
    return any(_placeholders(text) for text in _texts(message.id))


def _shown(message: Message) -> str:
    context = f" [{message.context}]" if message.context else ""
    return f"“{_texts(message.id)[0]}”{context}"


def _has_plural(message: Message) -> bool:
    return isinstance(message.id, tuple | list)


def _as_python(path: Path) -> str:
    """A template as Django's own makemessages reads it; indentation would only puzzle the reader of Python."""
    python = templatize(path.read_text(), origin=str(path))
    return "\n".join(line.strip() for line in python.splitlines())


def _gather(found: Catalog, content: bytes, path: Path) -> None:
    for _, message, comments, context in extract(
        "python", io.BytesIO(content), keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=False
    ):
        found.add(message, locations=[(str(path), 0)], auto_comments=comments, context=context)
