"""What is printed on a certificate: its lines, and its QR code."""

from io import BytesIO
from typing import Any

import segno

from kheo.documents.enums import Layout
from kheo.documents.layouts.house import PARTY, STATE, in_words
from kheo.documents.layouts.kinds import Certificate, Certificates


def data(sheet: Certificates) -> dict[str, Any]:
    """The certificates as JSON data for the template: shared lines once, then those of each."""
    house = PARTY if sheet.layout == Layout.PARTY else STATE
    place = f"{sheet.place}, " if sheet.place else ""
    return {
        "heading": house.heading,
        "title": sheet.title.upper(),
        "decider": sheet.decider.upper(),
        "act": sheet.act.upper(),
        "place": place + in_words(sheet.on),
        "decision": sheet.decision,
        "authority": [line.upper() for line in sheet.signature.authority],
        "office": sheet.signature.office.upper(),
        "name": sheet.signature.name,
        "items": [_item(item) for item in sheet.items],
    }


def _item(item: Certificate) -> dict[str, Any]:
    return {
        "honorific": f"{item.honorific}:" if item.subject == "individual" and item.honorific else "",
        "name": item.name,
        "detail": item.detail,
        "cause": item.cause,
        "entry": item.entry,
        "code": item.code,
        "check": item.check,
    }


def with_drawings(sheet: dict[str, Any]) -> dict[str, Any]:
    """The same with each QR code as SVG."""
    items = [item | {"qr": _drawing(item["check"]) if item["check"] else ""} for item in sheet["items"]]
    return sheet | {"items": items}


def qr_code(address: str) -> segno.QRCode:
    """The QR code of an address, which bears a smudge: 15 % of it may be lost."""
    return segno.make_qr(address, error="m")


def _drawing(address: str) -> str:
    drawn = BytesIO()
    qr_code(address).save(drawn, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()
