"""Every sentence of the interface exists in every language, with the same placeholders."""

import unicodedata

import pytest
from babel.messages import Catalog

from kheo.kernel import catalogues


def test_the_catalogues_are_whole():
    assert catalogues.faults() == []


def test_templates_and_code_are_both_read():
    places = {place for message in catalogues.sources() for place, _ in message.locations}
    assert any(place.startswith("templates/") for place in places)
    assert any(place.startswith("kheo/") for place in places)


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("%(title)s was sent.", "", "untranslated"),
        ("%(title)s was sent.", "Đã gửi.", "placeholders differ"),
        ("%(title)s was sent.", "Đã gửi %(tilte)s.", "placeholders differ"),
        ("Read <b>this</b>.", "Hãy đọc.", "tags differ"),
        ("Sent.", unicodedata.normalize("NFD", "Đã gửi."), "not in NFC"),
        (("%(n)s draft", "%(n)s drafts"), ("%(n)s bản nháp", "%(n)s bản nháp"), "plural forms"),
    ],
)
def test_a_faulty_translation_is_named(source, translation, fault):
    found, kept = Catalog(), Catalog(locale="vi")
    found.add(source)
    kept.add(source, string=translation)
    faults = list(catalogues._message_faults(found.get(source), kept.get(source), kept.num_plurals))
    assert any(fault in said for said in faults), faults


def test_only_what_has_a_placeholder_is_told_to_translators_as_a_format():
    """GNU's tools take “% o” in “% of those registered” for a placeholder, and would refuse every translation of it."""
    found = Catalog()
    found.add("% of those registered")
    found.add("%(count)s of 100 %%")
    text = catalogues.updated("vi", found)
    flagged = {entry.split('msgid "')[1].split('"')[0] for entry in text.split("\n\n") if "#, python-format" in entry}
    assert flagged == {"%(count)s of 100 %%"}


def test_a_good_translation_has_no_fault():
    message = Catalog().add("%(count)s of 100 %%, sent by <b>%(who)s</b>")
    kept = Catalog(locale="hi").add(message.id, string="<b>%(who)s</b> ने 100 %% में से %(count)s भेजे")
    assert list(catalogues._message_faults(message, kept, 2)) == []
