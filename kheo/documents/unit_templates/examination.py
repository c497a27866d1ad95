"""Whether a Word template may be taken: it holds names we know and row loops over our lists, and nothing else.

What a template may say is a list of what is allowed, not of what is forbidden: the parsed template is walked, and every
node that is not a plain name, a field of a row or a loop over one of our lists is refused before anything is filled.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from kheo.documents.enums import PaperKind
from kheo.documents.unit_templates.names import LISTS, WORDS
from kheo.kernel.errors import BadInput
from kheo.kernel.filekinds import check_package
from kheo.kernel.text import fold

LIMIT = 2 * 2**20  # bytes
_PRINTED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")  # docxtpl fills these as well
_TORN = re.compile(r"\{\s+[{%]|[}%]\s+\}")
_SPECIAL = re.compile(r"\{\{\s*(?:r|p|tr|tc)\s+\w|\{%-?\s*(?:colspan|cellbg|vm|hm)\b|\{#|-%\}|\{%-|\{\{-|-\}\}")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LIVING = ("word/embeddings/", "word/activeX/", "word/afchunk")
# Word's own fields that only count or date; others fetch files or start programs (DDE, INCLUDETEXT, LINK …).
_HARMLESS_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "HYPERLINK", "REF", "SEQ", "TOC", "TITLE"}


def environment() -> SandboxedEnvironment:
    """The sandbox in which templates are read and filled: no globals, no filters, no tests; all text is escaped."""
    env = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    env.globals.clear()
    env.filters.clear()
    env.tests.clear()
    return env


def faults(content: bytes, kind: PaperKind) -> list[str]:
    """What is wrong with a template for a kind of paper, as sentences; an empty list when it may be taken."""
    if kind not in WORDS:
        return [_("There is no template for this kind of paper.")]
    try:
        package = check_package(BytesIO(content))
        return _Examination(content, package, kind).faults
    except BadInput as refusal:
        return [str(refusal)]


@dataclass
class _Examination:
    content: bytes
    package: zipfile.ZipFile
    kind: PaperKind
    unknown: dict[str, str] = field(default_factory=dict)

    @cached_property
    def faults(self) -> list[str]:
        if found := list(self._dangers()):
            return found
        found = [fault for text in self._torn_texts() for fault in self._torn(text)]
        for source in self._sources():
            found += self._walk_source(source)
        if self.unknown:
            found.append(self._unknown_sentence())
        return list(dict.fromkeys(found))

    def _dangers(self) -> Iterator[str]:
        """What could reach out of the file, or hide in it, once it is opened on somebody's desk."""
        for name in self.package.namelist():
            content = self.package.read(name)
            if name.startswith(_LIVING):
                yield _("The template holds an embedded object (%(name)s). Take it out.") % {"name": name}
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
                yield _("The template is damaged or was made by a program that we do not know: save it in Word again.")
            if name.endswith(".rels") and _reaches_out(content):
                yield _("The template draws something from another file or address. Put it into the file itself.")
            if _PRINTED.fullmatch(name) and (field_ := _living_field(content)):
                yield _("The template holds a field of Word that is not taken here: %(field)s.") % {"field": field_}

    def _torn_texts(self) -> Iterator[str]:
        for name in filter(_PRINTED.fullmatch, self.package.namelist()):
            for paragraph in _tree(self.package.read(name)).iter(f"{_WORD}p"):
                yield "".join(node.text or "" for node in paragraph.iter(f"{_WORD}t"))

    def _torn(self, text: str) -> Iterator[str]:
        if found := _TORN.search(text):
            yield _("Write “%(torn)s” without a space between the brackets.") % {"torn": found.group()}
        if found := _SPECIAL.search(text):
            yield _("“%(special)s” cannot be used here: write {{ name }}, or a row loop.") % {"special": found.group()}

    def _sources(self) -> Iterator[str]:
        """Everything that will be filled, as the template engine will see it: torn runs joined again."""
        template = DocxTemplate(BytesIO(self.content))
        template.init_docx()
        yield template.patch_xml(template.get_xml())
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            for _relation, part in template.get_headers_footers(uri):
                yield template.patch_xml(template.get_part_xml(part))
        if "word/footnotes.xml" in self.package.namelist():
            yield template.patch_xml(self.package.read("word/footnotes.xml").decode())
        yield from (getattr(template.docx.core_properties, name) for name in _PROPERTIES)

    def _walk_source(self, source: str) -> list[str]:
        try:
            tree = environment().parse(source)
        except TemplateSyntaxError as error:
            return [_("A bracket or a loop in the template does not close: %(why)s") % {"why": error.message}]
        return list(self._walk(tree.body, loops={}))

    def _walk(self, found: Sequence[nodes.Node], loops: dict[str, str]) -> Iterator[str]:
        for node in found:
            match node:
                case nodes.TemplateData():
                    continue
                case nodes.Output():
                    yield from self._walk(node.nodes, loops)
                case nodes.Name(name=name):
                    self._know(name, loops)
                case nodes.Getattr(node=nodes.Name(name=row), attr=attr) if row in loops:
                    self._know_field(row, attr, loops[row])
                case nodes.For(
                    target=nodes.Name(name=row), iter=nodes.Name(name=list_), test=None, else_=[], recursive=False
                ) if not loops:
                    self._know_list(list_)
                    yield from self._walk(node.body, {row: list_})
                case _:
                    yield _("The template asks for more than names and row loops, near line %(line)s.") % {
                        "line": getattr(node, "lineno", "?")
                    }

    def _know(self, name: str, loops: dict[str, str]) -> None:
        """A word of ours, or the row itself in a loop over lines."""
        is_line = name in loops and not LISTS[self.kind].get(loops[name], ("?",))
        if name not in WORDS[self.kind] and not is_line:
            self.unknown.setdefault(name, _nearest(name, WORDS[self.kind]))

    def _know_field(self, row: str, attr: str, list_: str) -> None:
        fields = LISTS[self.kind].get(list_, ())
        if list_ in LISTS[self.kind] and attr not in fields:
            self.unknown.setdefault(f"{row}.{attr}", _nearest(attr, set(fields)))

    def _know_list(self, list_: str) -> None:
        if list_ not in LISTS[self.kind]:
            self.unknown.setdefault(list_, _nearest(list_, set(LISTS[self.kind])))

    def _unknown_sentence(self) -> str:
        told = [f"{name} → {near}" if near else name for name, near in self.unknown.items()]
        return _("These names are not known: %(names)s. Known are: %(known)s.") % {
            "names": ", ".join(told),
            "known": ", ".join(sorted(WORDS[self.kind] | set(LISTS[self.kind]))),
        }


def _nearest(name: str, known: set[str]) -> str:
    """The known name that differs in accents or case only."""
    plain = fold(name.replace("_", " ")).replace(" ", "_")
    return plain if plain in known and plain != name else ""


def _reaches_out(relations: bytes) -> bool:
    return any(
        relation.get("TargetMode") == "External" and not str(relation.get("Type")).endswith("/hyperlink")
        for relation in _tree(relations)
    )


def _living_field(content: bytes) -> str:
    """The name of the first field that does more than count or date."""
    for paragraph in _tree(content).iter(f"{_WORD}p"):
        codes = ["".join(node.text or "" for node in paragraph.iter(f"{_WORD}instrText"))]
        codes += [str(node.get(f"{_WORD}instr")) for node in paragraph.iter(f"{_WORD}fldSimple")]
        for code in codes:
            if code.strip() and (name := code.split()[0].upper()) not in _HARMLESS_FIELDS:
                return name
    return ""


def _tree(content: bytes) -> Any:
    try:
        return parse_xml(content)  # resolves no entities
    except SyntaxError:
        raise BadInput(_("The file is damaged: it cannot be opened.")) from None
