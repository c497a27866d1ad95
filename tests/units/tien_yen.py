"""Tiên Yên, Quảng Ninh, before and after 1 July 2025: Resolution 1679/NQ-UBTVQH15 (movement.md §9.1)."""

from datetime import date
from types import SimpleNamespace

from kheo.units import actions as units
from tests.factories import UnitFactory

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
BASIS = "1679/NQ-UBTVQH15 ngày 16/6/2025"
OLD = {
    "TT": "Thị trấn Tiên Yên", "PD": "Xã Phong Dụ", "TL": "Xã Tiên Lãng", "YT": "Xã Yên Than", "DD": "Xã Đại Dực",
    "DN": "Xã Đông Ngũ", "VN": "Xã Vô Ngại", "HL": "Xã Hà Lâu", "DX": "Xã Điền Xá", "DH": "Xã Đông Hải",
}  # fmt: skip
NEW = {  # name: the old ones that went over wholly, and those of which a part did
    "Xã Tiên Yên": (["TT", "PD", "TL"], ["YT", "DD", "DN", "VN"]),
    "Xã Điền Xá": (["HL", "DX"], ["YT"]),
    "Xã Đông Ngũ": (["DH"], ["DD", "DN"]),
}


def land_of_tien_yen():
    """The district's communes until 30 June 2025, and what they became."""
    province = UnitFactory(code="QN", name="Tỉnh Quảng Ninh", level="province")
    district = UnitFactory(code="TY", name="Huyện Tiên Yên", level="district", parent=province)
    old = {code: UnitFactory(code=code, name=name, parent=district) for code, name in OLD.items()}
    for unit in [*old.values(), district]:
        units.close(unit, last_day=BEFORE, by=None, legal_basis=BASIS)
    new = {}
    for number, (name, (whole, part)) in enumerate(NEW.items()):
        new[name] = units.found(
            code="DX" if name == "Xã Điền Xá" else f"M{number}", name=name, kind="locality", level="commune",
            on=AFTER, parent=province, by=None, legal_basis=BASIS,
        )  # fmt: skip
        for share, codes in (("whole", whole), ("part", part)):
            for code in codes:
                units.succeed(old[code], new[name], on=AFTER, share=share, by=None, legal_basis=BASIS)
    return SimpleNamespace(province=province, district=district, old=old, new=new)
