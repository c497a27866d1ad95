"""Roll-ups as people meet them: one table in which each registration counts once, and every number opens."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kheo.rollups import actions, fingerprints, keys, sealed
from kheo.rollups.models import Rollup, Sender
from kheo.rollups.together import Span, Together
from tests.counting import queries_of
from tests.factories import MembershipFactory, PersonFactory, RoundFactory, UnitFactory
from tests.insights.builders import registered
from tests.reading import words
from tests.rollups.conftest import KEY, MADE, made, unit_of

LIST, TAKE, SENDERS = reverse("rollups:list"), reverse("rollups:take"), reverse("rollups:senders")
YEAR = Span(date(2023, 1, 1), date(2023, 12, 31))


@pytest.fixture
def taken(land, content, trusted):
    return actions.take(made(content), by=land.keeper)[0]


def as_file(content):
    return SimpleUploadedFile("tong-hop.json", content, "application/json")


def of(land, person=None):
    return Together(land.nation, YEAR, person or land.reader)


# --- one table, nothing twice ---


def test_what_a_province_sent_counts_once_though_it_is_registered_here_too(land, taken):
    """S000 is in the signed file and in this database: 746 of 746, not 1,492."""
    together = of(land)
    assert tuple(together.total.by_measure().values()) == (746, 155, 39, 22)
    [part] = together.parts
    assert (part.code, part.rollup) == ("BT", taken)
    [twice] = together.twice
    assert (twice.name, twice.round, twice.registered) == ("Tỉnh Bình Thuận", "Năm 2023", 746)


def test_what_lives_here_only_is_added(land):
    together = of(land)
    assert [(part.code, part.rollup, part.figures.registered) for part in together.parts] == [("BT", None, 746)]
    assert together.twice == []


def test_of_a_province_whose_one_district_sends_the_other_thirteen_are_counted_here(land, content, trusted):
    actions.trust(land.units[0], keys.public(KEY), by=land.keeper)
    district = content.units[1].model_copy(update={"superior": "", "registered": 60})
    actions.take(made(content, unit="BT-00", units=[district]), by=land.keeper)
    together = of(land)
    told, here = together.parts
    own = content.units[1].registered
    assert (told.code, told.figures.registered) == ("BT-00", 60)
    assert (here.code, here.figures.registered) == ("BT", 746 - own)
    assert [(one.name, one.registered) for one in together.twice] == [(land.units[0].name, own)]


def test_a_district_s_file_is_part_of_its_province_s(land, content, taken):
    actions.trust(land.units[0], keys.public(KEY), by=land.keeper)
    district = content.units[1].model_copy(update={"superior": ""})
    inside, _new = actions.take(made(content, unit="BT-00", units=[district]), by=land.keeper)
    together = of(land)
    assert together.within == [inside]
    assert together.total.registered == 746


def test_another_movement_of_the_same_time_is_added(land, content, taken):
    actions.take(made(content, movement="4TOT-BT", movement_name="Chi bộ 4 tốt"), by=land.keeper)
    assert of(land).total.registered == 2 * 746


def test_another_round_of_the_same_time_that_lives_here_is_added(land, taken):
    """A round of digital transformation beside the year's: the file about the year tells nothing of it."""
    told = {"code": "BT-2023-CDS", "name": "Chuyển đổi số", "starts": YEAR.starts, "ends": YEAR.ends}
    registered(land.units[0], RoundFactory(movement=land.round.movement, **told), 7)
    together = of(land)
    assert [(part.round, part.figures.registered) for part in together.parts] == [
        ("Năm 2023", 746),
        ("Chuyển đổi số", 7),
    ]
    assert together.total.registered == 753


def test_only_the_newest_file_counts(land, content, taken):
    units = unit_of(content, 1, registered=100)
    actions.take(made(content, made_at=MADE - timedelta(hours=1), units=units), by=land.keeper)
    assert of(land).total.registered == 746


def test_a_unit_whose_key_is_trusted_and_that_sent_nothing_is_named(land, taken):
    other = UnitFactory(code="QN", name="Tỉnh Quảng Ninh", level="province", parent=land.nation)
    actions.trust(other, keys.public(KEY), by=land.keeper)
    assert of(land).missing == ["Tỉnh Quảng Ninh"]


def test_a_keeper_sees_what_he_took_and_nothing_that_he_may_not_read_here(land, taken):
    together = of(land, land.keeper)
    assert [part.rollup for part in together.parts] == [taken]
    assert together.twice == []


def test_the_number_of_queries_does_not_grow_with_the_files(land, content, taken, as_person):
    client = as_person(land.reader)

    def asked():
        client.get(LIST)
        return queries_of(lambda: client.get(LIST))

    one = asked()
    for number in range(50):
        unit = UnitFactory(code=f"T{number:02}", level="province", parent=land.nation)
        actions.trust(unit, keys.public(KEY), by=None)
        root = content.units[0].model_copy(update={"code": unit.code, "registered": 7})
        actions.take(made(content, unit=unit.code, units=[root]), by=None)
    assert of(land).total.registered == 746 + 350
    assert asked() == one


# --- pages ---


def test_the_page_says_what_is_not_added_and_opens_to_the_units(land, taken, as_person):
    client = as_person(land.reader)
    page = words(client.get(LIST).content.decode())
    assert (
        "Tỉnh Bình Thuận, “Năm 2023”: its roll-up counts. The 746 registered in this installation are not added."
    ) in page
    detail = words(client.get(reverse("rollups:detail", args=[taken.pk])).content.decode())
    assert "The signature was checked again just now: nothing was changed since it was made." in detail
    assert fingerprints.of_key(keys.public(KEY)) in detail
    below = client.get(reverse("rollups:detail", args=[taken.pk]), {"under": "BT-00"})
    assert below.status_code == 200
    assert client.get(reverse("rollups:detail", args=[taken.pk]), {"under": "QN"}).status_code == 404


def test_the_file_is_handed_out_byte_for_byte(land, content, taken, as_person):
    client = as_person(land.reader)
    answer = client.get(reverse("rollups:file", args=[taken.pk]))
    assert b"".join(answer.streaming_content) == made(content)
    assert sealed.unseal(made(content)).content == content


def test_both_tables_go_to_excel_with_their_total(land, taken, as_person):
    client = as_person(land.reader)
    sheet = _sheet(client.get(LIST, {"format": "xlsx"}))
    [total] = [row for row in sheet if "Total" in row]
    assert [int(cell) for cell in total if isinstance(cell, float)] == [746, 155, 39, 22]
    rows = _sheet(client.get(reverse("rollups:detail", args=[taken.pk]), {"format": "xlsx"}))
    assert len([row for row in rows if str(row[0]).startswith("BT")]) == 15


def _sheet(answer):
    return CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()


def test_an_address_that_was_changed_is_refused_in_one_sentence(land, taken, as_person):
    client = as_person(land.reader)
    answer = client.get(LIST, {"span": "2023"}, follow=True)
    assert "“span” cannot be “2023”" in words(answer.content.decode())


def test_taking_on_the_page_leads_to_the_roll_up(land, content, trusted, as_person):
    client = as_person(land.keeper)
    answer = client.post(TAKE, {"file": as_file(made(content))})
    taken = Rollup.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("rollups:detail", args=[taken.pk]))
    client.post(TAKE, {"file": as_file(made(content))})
    assert Rollup.objects.count() == 1


def test_a_changed_file_is_refused_on_the_page(land, content, trusted, as_person):
    client = as_person(land.keeper)
    answer = client.post(TAKE, {"file": as_file(made(content).replace(b'"registered":5', b'"registered":6', 1))})
    assert answer.status_code == 422
    assert "The roll-up was changed after it was made: ask BT to send the file again." in words(answer.content.decode())
    assert Rollup.objects.count() == 0


def test_from_an_unknown_key_a_way_leads_to_trusting_it(land, content, as_person):
    """Refused first; the key is filled in with its fingerprint; nothing is trusted before it was compared."""
    client = as_person(land.keeper)
    refused = client.post(TAKE, {"file": as_file(made(content))})
    url = refused.context["trust_url"]
    assert refused.status_code == 422
    form = client.get(url)
    assert form.context["fingerprint"] == fingerprints.of_key(keys.public(KEY))
    told = {name: form.context["form"][name].value() for name in ("unit", "key", "starts")}
    assert client.post(reverse("rollups:trust"), told).status_code == 422
    assert Sender.objects.count() == 0
    assert client.post(reverse("rollups:trust"), {**told, "compared": "on"}).status_code == 302
    assert client.post(TAKE, {"file": as_file(made(content))}).status_code == 302


def test_trust_is_withdrawn_on_the_page(land, trusted, as_person):
    client = as_person(land.keeper)
    url = reverse("rollups:withdraw_trust", args=[trusted.pk])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert Sender.objects.trusted().count() == 0
    assert client.get(url).status_code == 404
    assert "on no day" in words(client.get(SENDERS).content.decode())


def test_a_province_makes_its_key_and_downloads_what_the_nation_takes(land, settings, tmp_path, as_person):
    settings.KHEO_DATA = tmp_path
    client = as_person(MembershipFactory(person=PersonFactory(), unit=land.province, role="reviewer").person)
    page, file = (
        reverse("rollups:make", args=[land.province.pk]),
        reverse("rollups:made", args=[land.province.pk, land.round.pk]),
    )
    assert "This installation has no key yet: make it first." in words(client.get(file, follow=True).content.decode())
    assert not (tmp_path / keys.NAME).exists()  # a GET never writes
    assert client.post(page).status_code == 302
    shown = words(client.get(page).content.decode())
    assert fingerprints.of_key(keys.public(keys.own())) in shown
    sent = b"".join(client.get(file).streaming_content)
    actions.trust(land.province, keys.public(keys.own()), by=land.keeper)
    taken, _new = actions.take(sent, by=land.keeper)
    assert taken.units.count() == 15
    assert of(land).total.registered == 746
