"""`kheo verify`, where it looks at what the kernel keeps: guards of the database and files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from kheo.kernel import files
from kheo.kernel.checkup import Level
from kheo.kernel.verifying import GUARDS, guards, kept_files
from tests.kernel.test_files import PDF
from tests.lying import place_of

pytestmark = pytest.mark.django_db


def test_every_trigger_of_the_database_is_a_guard_that_is_looked_at():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'kheo\\_%' ORDER BY 1, 2"
        )
        assert cursor.fetchall() == [(table, name) for table, names in sorted(GUARDS.items()) for name in names]


def test_a_guard_that_is_missing_is_told():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_is_append_only ON kheo_entry")
    [finding] = guards()
    assert finding.level is Level.WRONG
    assert finding.sentence.startswith("The trigger journal_is_append_only of kheo_entry is missing")


def test_a_file_that_changed_on_the_disk_is_told_by_name():
    stored = files.store(SimpleUploadedFile("Quyet dinh 12.pdf", PDF), by_id=None)
    assert [finding.level for finding in kept_files()] == [Level.WELL]
    place_of(stored).write_bytes(b"something else")
    [finding] = kept_files()
    assert "“Quyet dinh 12.pdf”" in finding.sentence
    assert "is not what was kept" in finding.sentence
    place_of(stored).unlink()
    [finding] = kept_files()
    assert "cannot be read" in finding.sentence
