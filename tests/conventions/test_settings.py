"""The settings: safe as delivered, and every wrong value refused by name."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment as env

PROJECT = Path(__file__).parents[2]
PRODUCTION = {
    "DATABASE_URL": "postgres://kheo:secret@db.example/kheo?sslmode=verify-full",
    "KHEO_HOSTS": "kheo.example",
    "KHEO_HTTPS": "1",
    "KHEO_EMAIL_HOST": "mail.example",
    "KHEO_EMAIL_FROM": "kheo@kheo.example",
}


def run(code, tmp_path, **environment):
    clean = {n: value for n, value in os.environ.items() if not n.startswith(("KHEO_", "DATABASE_URL", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *code],
        cwd=PROJECT, env=clean | {"KHEO_DATA": str(tmp_path)} | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_server_on_the_internet_has_no_warning(tmp_path):
    checked = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], tmp_path, **PRODUCTION)
    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout


def test_reading_the_settings_starts_nothing(tmp_path):
    assert run(["-c", "import config.settings"], tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    first, again = env.secret("KHEO_NO_SUCH", tmp_path), env.secret("KHEO_NO_SUCH", tmp_path)
    assert first == again
    assert len(first) > 60
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_that_cannot_be_kept_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="KHEO_DATA"):
        env.secret("KHEO_NO_SUCH", tmp_path / "file")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("KHEO_DEBUG", "maybe"), ("KHEO_TODAY", "31/02/2024"), ("DATABASE_URL", "mysql://x/y")],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(name, value, tmp_path):
    refused = run(["-m", "config.cli", "doctor"], tmp_path, **{name: value})
    assert refused.returncode == 2
    assert name in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://kheo@127.0.0.1:5499/h1", ("h1", "kheo", "", "127.0.0.1", "5499", {})),
        ("postgresql://a%40b:p%2Fw@db.example/kheo", ("kheo", "a@b", "p/w", "db.example", "", {})),
        ("postgres://kheo@/kheo?host=/run/pg", ("kheo", "kheo", "", "/run/pg", "", {})),
        ("postgres://kheo@:5433/kheo?host=/run/pg", ("kheo", "kheo", "", "/run/pg", "5433", {})),
        ("postgres://db/kheo?sslmode=require", ("kheo", "", "", "db", "", {"sslmode": "require"})),
        ("postgres://kheo@[::1]:5433/kheo", ("kheo", "kheo", "", "::1", "5433", {})),
    ],
)
def test_the_address_of_a_server(url, expected):
    assert tuple(env.database(url).values()) == expected


def test_of_several_servers_the_one_that_takes_writes_is_meant():
    where = env.database("postgres://kheo:word@db1:5432,db2:5432,db3:5433/kheo")
    assert (where["HOST"], where["PORT"]) == ("db1,db2,db3", "5432,5432,5433")
    assert where["OPTIONS"] == {"target_session_attrs": "read-write"}
    socket = env.database("postgres://kheo@/kheo?host=/run/a,/run/b&target_session_attrs=any")
    assert (socket["HOST"], socket["OPTIONS"]) == ("/run/a,/run/b", {"target_session_attrs": "any"})


DATABASE_ASKED = """
import django; django.setup()
from django.conf import settings
it = settings.DATABASES["default"]
print(it["DISABLE_SERVER_SIDE_CURSORS"], it["OPTIONS"].get("prepare_threshold"), "options" in it["OPTIONS"])
"""


def test_behind_a_pooler_nothing_is_asked_of_a_connection_that_the_next_one_lacks(tmp_path):
    pooled = PRODUCTION | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    assert run(["-c", DATABASE_ASKED], tmp_path, **pooled).stdout == "False None True\n"
    assert run(["-c", DATABASE_ASKED], tmp_path, **pooled, KHEO_POOLED="1").stdout == "True None False\n"


def test_what_the_role_carries_behind_a_pooler_is_what_a_connection_begins_with_elsewhere(tmp_path):
    roles = (PROJECT / "deploy" / "cluster" / "roles.sql").read_text()
    on_role = dict(re.findall(r"ALTER ROLE kheo SET (\w+) = '(\w+)';", roles))
    said = run(["-c", "from config.settings import SESSION; print(SESSION)"], tmp_path).stdout
    assert on_role == dict(re.findall(r"-c (\w+)=(\w+)", said)) | {"timezone": "UTC"}


@pytest.mark.parametrize("command", ["migrate", "work"])
def test_what_keeps_a_connection_to_itself_goes_past_the_pooler(command, tmp_path):
    address = "postgres://nobody@127.0.0.1:1/kheo"
    refused = run(["-m", "config.cli", command], tmp_path, DATABASE_URL=address, KHEO_POOLED="1")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "past the pooler" in refused.stderr


@pytest.mark.parametrize("url", ["kheo", "postgres://host", "postgres://host:port/kheo", "mysql://host/kheo"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(url)


def files(monkeypatch, address, key="k", secret="s"):
    for name, value in (("", address), ("_KEY", key), ("_SECRET", secret)):
        monkeypatch.setenv(f"KHEO_FILES{name}", value)
    return env.files("KHEO_FILES")


def test_files_lie_in_the_folder_unless_a_bucket_is_named(monkeypatch):
    assert files(monkeypatch, "")["BACKEND"] == "kheo.kernel.folder.Folder"
    told = files(monkeypatch, "s3://kheo/quang-yen?endpoint=https://s3.example:9000&region=vn-1")
    assert told["BACKEND"] == "kheo.kernel.bucket.Bucket"
    assert told["OPTIONS"] == {
        "bucket_name": "kheo", "location": "quang-yen", "endpoint_url": "https://s3.example:9000",
        "region_name": "vn-1", "addressing_style": "path", "access_key": "k", "secret_key": "s",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "secret", "sentence"),
    [
        ("kheo", "s", "must look like s3://bucket"),
        ("https://s3.example/kheo", "s", "must look like s3://bucket"),
        ("s3://?endpoint=https://s3.example", "s", "must look like s3://bucket"),
        ("s3://k:s@kheo", "s", "must look like s3://bucket"),
        ("s3://kheo?endpiont=https://s3.example", "s", "must look like s3://bucket"),
        ("s3://kheo?endpoint=s3.example", "s", "an endpoint that is no address: “s3.example”"),
        ("s3://kheo?endpoint=https://s3.example", "", "needs KHEO_FILES_KEY and KHEO_FILES_SECRET beside it"),
    ],
)
def test_a_wrong_bucket_is_refused_by_name(monkeypatch, address, secret, sentence):
    with pytest.raises(ImproperlyConfigured, match=f"^KHEO_FILES .*{sentence}"):
        files(monkeypatch, address, secret=secret)
