"""What stands in a made file, read back without the code that made it."""

import re
import zipfile
from io import BytesIO

from docx.oxml import parse_xml
from pyhanko.pdf_utils.reader import PdfFileReader

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRING = rb"(?:\\.|[^\\()])*"
for _ in range(4):  # brackets inside a string stand in pairs
    _STRING = rb"(?:\\.|[^\\()]|\(" + _STRING + rb"\))*"
_PART = re.compile(
    rb"<<(?P<properties>.*?)>>(?!>)|(?P<begin>BDC|BMC)|(?P<end>EMC)|(?P<artifact>/Artifact)|"
    rb"<(?P<hex>[0-9A-Fa-f]+)>|/(?P<font>f\d+) [\d.]+ Tf|\((?P<text>" + _STRING + rb")\)|\b(?P<line>ET)\b",
    re.DOTALL,
)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(content):
    """The text of a PDF, as a reader of it gets it: pages, lines; no page numbers and no repeated headers."""
    return "\n".join(_page_text(page) for page in _pages(PdfFileReader(BytesIO(content))))


def pdf_fonts(content):
    """The names of the embedded fonts, without the letters that mark a subset: `{"LiberationSerif-Bold"}`."""
    names = set()
    for page in _pages(PdfFileReader(BytesIO(content))):
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            names.add(str(font["/BaseFont"]).rpartition("+")[2].lstrip("/"))
    return names


def pdf_root(content):
    return PdfFileReader(BytesIO(content)).root


def pdf_links(content):
    """The addresses that a PDF opens, page by page."""
    pages = _pages(PdfFileReader(BytesIO(content)))
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    return [str(note["/A"]["/URI"]) for note in notes if "/A" in note]


def page_count(content):
    return len(list(_pages(PdfFileReader(BytesIO(content)))))


def tags(content):
    """The kinds of the elements of the tag tree, in reading order: `["Document", "H1", "P", …]`."""

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for part in node:
                yield from walk(part)
        elif isinstance(node, dict) and "/S" in node:
            yield str(node["/S"]).lstrip("/")
            yield from walk(node.get("/K", []))

    return list(walk(pdf_root(content)["/StructTreeRoot"]["/K"]))


def word_text(content):
    """The text of the body of a Word file."""
    return "\n".join("".join(_texts(p)) for p in word_body(content).iter(f"{WORD}p"))


def word_body(content, part="word/document.xml"):
    return parse_xml(zipfile.ZipFile(BytesIO(content)).read(part))


def squeezed(text):
    """Without any white space: where lines break is no part of what is said."""
    return "".join(text.split())


def _texts(paragraph):
    for node in paragraph.iter(f"{WORD}t", f"{WORD}br"):
        yield node.text or "" if node.tag == f"{WORD}t" else "\n"


def _pages(reader):
    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if node["/Type"] == "/Page":
            yield node
        else:
            for kid in node["/Kids"]:
                yield from walk(kid)

    return walk(reader.root["/Pages"])


def _page_text(page):
    fonts = {name.lstrip("/"): _letters(font) for name, font in page["/Resources"]["/Font"].items()}
    told, inside, font, actual, artifact = [], [], None, None, False
    for found in _PART.finditer(page["/Contents"].data):
        part = found.groupdict()
        if part["properties"] is not None:
            if stated := re.search(rb"/ActualText<FEFF([0-9A-F]*)>", part["properties"]):
                actual = bytes.fromhex(stated.group(1).decode()).decode("utf-16-be")
        elif part["artifact"]:
            artifact = True
        elif part["begin"]:
            inside.append("artifact" if artifact else actual)
            if actual is not None:
                told.append(actual)
            actual, artifact = None, False
        elif part["end"]:
            inside.pop()
        elif part["font"]:
            font = fonts[part["font"].decode()]
        elif part["line"]:
            told.append("\n")
        elif not any(inside):  # neither decoration nor already told by its actual text
            codes = bytes.fromhex(part["hex"].decode()) if part["hex"] else _unescaped(part["text"])
            told.extend(font[codes[at : at + 2]] for at in range(0, len(codes), 2))
    return "".join(told)


def _letters(font):
    """What each code of a font means."""
    table = font.get_object()["/ToUnicode"].data.decode()
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", table)
    return {bytes.fromhex(code): bytes.fromhex(letters).decode("utf-16-be") for code, letters in pairs}


def _unescaped(text):
    def one(found):
        mark = found.group(1)
        return bytes([int(mark, 8)]) if mark.isdigit() else _ESCAPES.get(mark, mark)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, text, flags=re.DOTALL)


def word_links(content):
    """The addresses that a Word file opens, in reading order."""
    related = {part.get("Id"): part.get("Target") for part in _word_part(content, "word/_rels/document.xml.rels")}
    links = _word_part(content, "word/document.xml").iter(f"{WORD}hyperlink")
    return [related[link.get(f"{_RELATED}id")] for link in links]


def word_pictures(content):
    """What the pictures of a Word file say that they show."""
    return [
        part.get("descr")
        for part in _word_part(content, "word/document.xml").iter()
        if part.tag.endswith("}docPr") and part.get("descr")
    ]


def _word_part(content, name):
    return parse_xml(zipfile.ZipFile(BytesIO(content)).read(name))
