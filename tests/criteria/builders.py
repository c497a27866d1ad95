"""Short ways to make sheets and entries."""

from decimal import Decimal

from kheo.criteria.scoring import Entry
from kheo.criteria.sheet import Sheet

CLASSES_90_70_50 = [
    {"code": "XS", "name": "Hoàn thành xuất sắc nhiệm vụ", "threshold": {"bound": 90}},
    {"code": "T", "name": "Hoàn thành tốt nhiệm vụ", "threshold": {"bound": 70}},
    {"code": "HT", "name": "Hoàn thành nhiệm vụ", "threshold": {"bound": 50}},
    {"code": "KHT", "name": "Không hoàn thành nhiệm vụ"},
]


def leaf(code, maximum, by="hand", *, of=None, **method):
    """A leaf with a method; `of` holds its other words."""
    return {"code": code, "text": f"Tiêu chí {code}", "maximum": maximum, "method": {"by": by, **method}, **(of or {})}


def group(code, *parts, **words):
    """A group whose maximum is the sum of its parts."""
    maximum = sum(Decimal(str(part["maximum"])) for part in parts)
    return {"code": code, "text": f"Nhóm {code}", "maximum": maximum, "parts": list(parts), **words}


def sheet(*criteria, **rules):
    """A sheet whose scale is the sum of its criteria; one leaf of 100 points where none is given."""
    criteria = criteria or (leaf("A", 100),)
    on_scale = [top for top in criteria if top.get("role", "scale") == "scale"]
    head = {"code": "THU", "name": "Bảng điểm thử", "source": "", "standing": "proposal"}
    scale = sum(Decimal(str(top["maximum"])) for top in on_scale)
    return Sheet.model_validate({**head, "scale": scale, "criteria": list(criteria), **rules})


def points(**given):
    """Entries of points given directly, by code."""
    return {code: Entry(points=Decimal(str(number))) for code, number in given.items()}


def done(value, target=None, **words):
    """An entry of a result, with its target."""
    return Entry(value=Decimal(str(value)), target=None if target is None else Decimal(str(target)), **words)
