"""A province's figures travel as one signed file: whole or refused, and in any order of arrival the same."""

import json
import stat
from datetime import date, timedelta
from functools import partial
from itertools import permutations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from kheo.insights.funnel import funnel
from kheo.kernel import clock
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.kernel.models import Entry
from kheo.rollups import actions, fingerprints, keys, sealed
from kheo.rollups.models import Rollup, RollupUnit
from kheo.units.enums import Level
from tests.factories import MembershipFactory, PersonFactory, UnitFactory
from tests.rollups.conftest import KEY, MADE, made, unit_of

# --- made ---


def test_each_unit_is_told_with_its_own_counts_and_their_sum_is_the_funnel(land, content):
    assert [unit.code for unit in content.units] == ["BT", *(f"BT-{n:02}" for n in range(14))]
    assert [unit.superior for unit in content.units] == ["", *["BT"] * 14]
    assert content.units[0].counts == (0, 0, 0, 0)
    assert tuple(map(sum, zip(*(unit.counts for unit in content.units), strict=True))) == (746, 155, 39, 22)
    total = funnel(land.province, land.round).total
    assert tuple(total.by_measure().values()) == (746, 155, 39, 22)


def test_a_file_can_be_written_in_one_way_only(content):
    assert made(content) == made(content)
    assert json.dumps(
        json.loads(made(content)), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode() == made(content)


def test_the_key_is_made_once_and_for_its_own_account_alone(land, settings, tmp_path):
    settings.KHEO_DATA = tmp_path
    with pytest.raises(BadInput) as refusal:
        keys.own()
    assert str(refusal.value) == "This installation has no key yet: make it first."
    assert actions.make_key(land.province, by=None) is True
    first = keys.public(keys.own())
    assert actions.make_key(land.province, by=None) is False
    assert keys.public(keys.own()) == first
    assert [(file.name, stat.S_IMODE(file.stat().st_mode)) for file in tmp_path.iterdir()] == [("rollup-key", 0o600)]
    [entry] = Entry.objects.filter(verb="rollup_key.made")
    assert entry.details["fingerprint"] == fingerprints.of_key(first)


def test_those_who_review_for_a_unit_make_its_key(land):
    with pytest.raises(NotPermitted) as refusal:
        actions.make_key(land.province, by=land.keeper)
    assert str(refusal.value) == "Only those who review for Tỉnh Bình Thuận may do this."


@pytest.mark.parametrize("text", ["", "kheo-rollup-key", "kheo-rollup-key " + "0" * 63, "0" * 65, "g" * 64])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(BadInput) as refusal:
        keys.read(text)
    assert str(refusal.value) == (
        "This is no key: it is the line “kheo-rollup-key …” that the sender's installation shows."
    )


def test_a_key_is_read_as_it_was_written():
    assert keys.read(f" {keys.written('0a' * 32)}\n") == keys.read("0a" * 32) == "0a" * 32


def test_a_fingerprint_is_twenty_digits_in_fours():
    assert fingerprints.of_key("00" * 32) == "1038 2902 7665 3093 0981"


# --- taken ---


def test_taking_keeps_every_row(land, content, trusted):
    taken, new = actions.take(made(content), by=land.keeper)
    assert new is True
    assert (taken.unit, taken.movement, taken.round, taken.as_of) == (
        land.province, "DVK-BT", "BT-2023", date(2024, 2, 1),
    )  # fmt: skip
    assert taken.units.count() == 15
    assert taken.units.aggregate(all=Sum("registered")) == {"all": 746}
    assert [entry.verb for entry in Entry.objects.filter(verb__startswith="rollup").order_by("pk")] == [
        "rollup_sender.trusted", "rollup.taken",
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing(land, content, trusted):
    first, _new = actions.take(made(content), by=land.keeper)
    before = Entry.objects.count()
    assert actions.take(made(content), by=land.keeper) == (first, False)
    assert (Rollup.objects.count(), RollupUnit.objects.count(), Entry.objects.count()) == (1, 15, before)


def test_every_order_of_taking_ends_in_the_same_state(land, content, trusted):
    files = [made(content, made_at=MADE - timedelta(minutes=n)) for n in range(3)]
    files.append(made(content, units=unit_of(content, 1, registered=90)))  # made in the same moment as the first
    ends = set()
    for order in permutations([*files, files[0]]):
        with transaction.atomic():
            for file in order:
                actions.take(file, by=None)
            history = tuple(Rollup.objects.newest_first().values_list("sha256", flat=True))
            ends.add((Rollup.objects.newest().get().sha256, history, RollupUnit.objects.count()))
            transaction.set_rollback(True)
    assert len(ends) == 1
    newest, history, rows = ends.pop()
    assert newest == history[0] == max(map(_sha256, (files[0], files[3])))
    assert (len(history), rows) == (4, 60)


@pytest.mark.parametrize("act", [lambda rows: rows.update(name="x"), lambda rows: rows.delete()])
def test_the_database_keeps_what_was_taken_as_it_was_signed(land, content, trusted, act):
    taken, _new = actions.take(made(content), by=land.keeper)
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        act(taken.units.filter(code="BT-00"))
    assert str(refusal.value).splitlines()[0].startswith("A roll-up stays as it was signed:")
    assert taken.units.get(code="BT-00").name != "x"


def _sha256(file):
    return json.loads(file)["sha256"]


# --- refused ---


@given(data=st.data())
def test_every_changed_byte_is_refused(data):
    file = _small()
    place = data.draw(st.integers(0, len(file) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != file[place]))
    with pytest.raises(BadInput):
        sealed.unseal(file[:place] + bytes([other]) + file[place + 1 :])


@pytest.mark.parametrize("field", [*sealed.Content.model_fields, *(f"units.{n}" for n in sealed.ToldUnit.model_fields)])
def test_every_changed_field_is_refused(field):
    told = json.loads(_small())
    row, _dot, inner = field.rpartition(".")
    place = told["content"]["units"][1] if row else told["content"]
    place[inner] = _other(place[inner])
    with pytest.raises(BadInput):
        sealed.unseal(json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def _other(value):
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return value[:-1]
    return {"province": "district", "commune": "district"}.get(value) or (
        value.replace("2", "1") if value[:1] == "2" else value + "x"
    )


def _small():
    rows = [
        sealed.ToldUnit(
            code=code, name=f"Xã {code}", level=Level.COMMUNE, superior=above, registered=3, recognised=2, proposed=1,
            recognised_above=0,
        )
        for code, above in (("A", ""), ("B", "A"))
    ]  # fmt: skip
    day = date(2022, 2, 2)
    content = sealed.Content(
        unit="A", movement="M", movement_name="Phong trào", round="R", round_name="Năm", starts=day, ends=day, on=day,
        as_of=day, made_at=MADE, units=rows,
    )  # fmt: skip
    return sealed.seal(content, KEY)


def test_another_signature_is_refused(land, content, trusted):
    told = json.loads(made(content))
    told["signature"] = "00" * 64
    file = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(BadInput) as refusal:
        actions.take(file, by=None)
    assert str(refusal.value) == ("The signature of the roll-up is not that of its key: ask BT to make the file again.")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (
            b" " * (sealed.MOST_BYTES + 1),
            "This file is larger than 16 MB, and no roll-up is: choose the file that was sent.",
        ),
        (b"PK", "This is not a roll-up: send the file that “kheo rollup make” wrote, unopened."),
        (b"[]", "This is not a roll-up: send the file that “kheo rollup make” wrote, unopened."),
        (
            b'{"format":"kheo-rollup-2"}',
            "The roll-up is written in the format “kheo-rollup-2”, and this installation reads “kheo-rollup-1”: bring"
            " both to the same version of Khéo.",
        ),
        (
            b'{"format":"kheo-rollup-1"}',
            "The roll-up cannot be read at “content”: ask its sender to make it again.",
        ),
    ],
)
def test_what_is_no_rollup_is_refused(file, said):
    with pytest.raises(BadInput) as refusal:
        sealed.unseal(file)
    assert str(refusal.value) == said


# ruff: noqa: E501 - a row reads as a row

IMPOSSIBLE = "The counts of BT-00 in the roll-up are impossible ({}): ask its sender to make it again."


@pytest.mark.parametrize(
    ("number", "other", "said"),
    [
        (1, {"registered": -1, "recognised": -1, "proposed": -1, "recognised_above": -1}, IMPOSSIBLE.format("-1 / -1 / -1 / -1")),
        (1, {"registered": 9, "recognised": 10, "proposed": 3, "recognised_above": 2}, IMPOSSIBLE.format("9 / 10 / 3 / 2")),
        (1, {"superior": "QN"}, "The superior of BT-00, QN, is missing in the roll-up: ask its sender to make it again."),
        (1, {"superior": ""}, "The roll-up must have exactly one top unit, BT: ask its sender to make it again."),
        (0, {"superior": "BT-00"}, "The roll-up must have exactly one top unit, BT: ask its sender to make it again."),
        (1, {"superior": "BT-00"}, "BT-00 stands under itself in the roll-up: ask its sender to make it again."),
        (1, {"code": "BT-01"}, "The roll-up tells of BT-01 twice: ask its sender to make it again."),
    ],
)  # fmt: skip
def test_impossible_trees_and_counts_are_refused(land, content, trusted, number, other, said):
    with pytest.raises(BadInput) as refusal:
        actions.take(made(content, units=unit_of(content, number, **other)), by=None)
    assert str(refusal.value) == said
    assert Rollup.objects.count() == 0


def test_what_is_not_made_yet_is_refused(land, content, trusted):
    with pytest.raises(BadInput) as refusal:
        actions.take(made(content, made_at=MADE + timedelta(days=1)), by=None)
    assert str(refusal.value) == (
        "The roll-up of BT says it was made on 02/02/2024, which is still to come: set the clock there right and make"
        " it again."
    )


def test_a_file_about_a_unit_that_is_not_here_is_refused(land, content, trusted):
    with pytest.raises(BadInput) as refusal:
        actions.take(made(content, unit="QN"), by=None)
    assert str(refusal.value) == (
        "No unit here bore the code “QN” on 31/12/2023: add it to the tree, or ask the sender for its code."
    )


# --- trusted ---


def test_a_key_is_trusted_for_its_unit_from_its_day_until_it_is_withdrawn(land, content, trusted):
    key, file = keys.public(KEY), partial(made, content)
    said = (
        "The key {} was not trusted for Tỉnh Bình Thuận on {}: compare it with the sender by telephone first, then"
        " trust it."
    )
    with pytest.raises(BadInput) as refusal:
        actions.take(file(made_at=MADE - timedelta(days=1)), by=None)
    assert str(refusal.value) == said.format(fingerprints.of_key(key), "31/01/2024")
    with clock.at(MADE + timedelta(days=3)):
        actions.withdraw_trust(land.province, key, by=land.keeper)
        assert actions.take(file(made_at=MADE + timedelta(days=2)), by=None)[1] is True
        with pytest.raises(BadInput) as refusal:
            actions.take(file(made_at=MADE + timedelta(days=3)), by=None)
        assert str(refusal.value) == said.format(fingerprints.of_key(key), "04/02/2024")
        with pytest.raises(NotNow):
            actions.withdraw_trust(land.province, key, by=land.keeper)


def test_a_key_withdrawn_from_its_first_day_was_never_trusted(land, content, trusted):
    actions.withdraw_trust(land.province, keys.public(KEY), by=land.keeper)
    with pytest.raises(BadInput):
        actions.take(made(content), by=None)
    actions.trust(land.province, keys.public(KEY), by=land.keeper)
    assert actions.take(made(content), by=None)[1] is True


def test_a_key_of_one_province_signs_nothing_of_another(land, content, trusted):
    UnitFactory(code="QN", level="province", parent=land.nation)
    units = [unit.model_copy(update={"code": "QN"}) if unit.code == "BT" else
             unit.model_copy(update={"superior": "QN"}) for unit in content.units]  # fmt: skip
    with pytest.raises(BadInput):
        actions.take(made(content, unit="QN", units=units), by=None)


def test_only_keepers_of_a_unit_above_trust_and_take(land, content, trusted):
    own = MembershipFactory(person=PersonFactory(), unit=land.province, role="keeper").person
    said = "Only the system keeper of a unit above Tỉnh Bình Thuận may do this."
    for act in (
        lambda: actions.take(made(content), by=own),
        lambda: actions.trust(land.province, "00" * 32, by=own),
        lambda: actions.withdraw_trust(land.province, keys.public(KEY), by=own),
    ):
        with pytest.raises(NotPermitted) as refusal:
            act()
        assert str(refusal.value) == said
    with pytest.raises(NotNow):
        actions.trust(land.province, keys.public(KEY), by=land.keeper)


# --- on the command line ---


def test_the_commands_carry_a_file_from_key_to_taken(land, settings, tmp_path, capsys):
    settings.KHEO_DATA = tmp_path
    key, file = tmp_path / "key", tmp_path / "BT.json"
    call_command("rollup", "key", unit="BT")
    out, err = capsys.readouterr()
    fingerprint = err.removeprefix("Fingerprint: ").strip()
    key.write_text(out)
    call_command("rollup", "trust", str(key), unit="BT")
    call_command("rollup", "make", str(file), unit="BT", round="BT-2023")
    call_command("rollup", "take", str(file))
    call_command("rollup", "take", str(file))
    assert capsys.readouterr().out.splitlines() == [
        f"Trusted for Tỉnh Bình Thuận from 01/02/2024. Compare by telephone: {fingerprint}",
        f"{file}: 15 units, 746 registered.",
        "Taken: Tỉnh Bình Thuận, Năm 2023, figures as of 01/02/2024, 15 units.",
        "Taken already, nothing changed: Tỉnh Bình Thuận, Năm 2023, figures as of 01/02/2024, 15 units.",
    ]
