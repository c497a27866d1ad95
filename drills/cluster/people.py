"""The units, people and round that the writers need, made by Khéo's verbs."""

from datetime import date

PASSWORD = "dan-van-kheo-2024"
WRITERS = ("lan", "dung")
SINCE = date(2023, 1, 1)


def settle() -> None:
    """A province, a district, a ward with two who write for it, and a round that takes registrations."""
    from kheo.movements import actions as movements
    from kheo.people import actions as people
    from kheo.units import actions as units

    province = units.found(code="QN", name="Tỉnh Quảng Ninh", kind="locality", level="province", on=SINCE, by=None)
    district = units.found(
        code="QY", name="Thị xã Quảng Yên", kind="locality", level="district", on=SINCE, by=None, parent=province
    )
    ward = units.found(
        code="YG", name="Phường Yên Giang", kind="locality", level="commune", on=SINCE, by=None, parent=district
    )
    for username, full_name, role in zip(WRITERS, ("Nguyễn Thị Lan", "Phạm Văn Dũng"), ("clerk", "head"), strict=True):
        person = people.add_person(full_name=full_name, username=username, by=None)
        _invitation, token = people.invite(person, form="link", by=None)
        people.accept_invitation(token, password=PASSWORD)
        units.appoint(person, ward, role, on=SINCE, by=None)
    movement = movements.launch(code="DVK", name="Dân vận khéo", owner=province, starts=SINCE, by=None)
    movements.open_round(
        movement, code="DVK-2024", name="Năm 2024", starts=date(2024, 1, 1), ends=date(2024, 12, 31), by=None
    )
