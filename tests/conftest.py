"""Fixtures of the whole suite."""

from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import override_settings
from django.utils import translation

from kheo.kernel import catalogues
from kheo.templatetags import kheo as tags
from tests import house
from tests.guards import reading_only as _reading_only

pytest_plugins = [
    "tests.belenios_house",
    "tests.browser_house",
    "tests.bucket_house",
    "tests.played",
    "tests.story",
    "tests.visitors",
]
hypothesis.settings.register_profile("kheo", deadline=None)  # a busy machine is no fault of ours
hypothesis.settings.load_profile("kheo")
_sql_flush = DatabaseOperations.sql_flush


DATABASE = {"db", "transactional_db", "live_server", "demonstration", "django_db_setup"}


def pytest_collection_modifyitems(items):
    """Tests that never ask the server of DATABASE_URL need not run again on another one (.ci/run)."""
    for item in items:
        if not (DATABASE & set(item.fixturenames) or item.get_closest_marker("django_db")):
            item.add_marker(pytest.mark.without_database)


def pytest_sessionstart(session):
    if house.is_owner():
        catalogues.compile_all()
        Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # a clone that was never served has none, and whitenoise warns


def _flush_with_the_journal(self, *args, **kwargs):
    """Tests that commit are cleaned by TRUNCATE, which the journal refuses to everybody else."""
    statements = _sql_flush(self, *args, **kwargs)
    if not any("kheo_entry" in statement for statement in statements):
        return statements
    toggle = "ALTER TABLE kheo_entry {} TRIGGER journal_is_never_emptied"
    return [toggle.format("DISABLE"), *statements, toggle.format("ENABLE")]


@pytest.fixture(scope="session", autouse=True)
def _the_journal_can_be_emptied_between_tests():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _flush_with_the_journal)
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_keep_their_names():
    """Nothing has been collected on a fresh clone; the browser's tests collect for themselves and use hashed names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture(scope="session", autouse=True)
def _icons_follow_the_names_of_the_files():
    """An icon is made once in a process, with the name that its file has there; here that name changes."""

    def forget(sender, setting, **kwargs):
        if setting == "STORAGES":
            tags.icon.cache_clear()

    setting_changed.connect(forget)
    yield
    setting_changed.disconnect(forget)


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_quickly():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _who_names_no_language_reads_english():
    with override_settings(LANGUAGE_CODE="en"):
        yield


@pytest.fixture(autouse=True)
def _sentences_are_those_of_the_source():
    """Tests quote sentences as they stand in the code; a page asked for before has left another language behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def reading_only():
    """The guard of every GET: `with reading_only(): client.get(…)` fails when something is written."""
    return _reading_only
