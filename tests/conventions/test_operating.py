"""The manual of running Khéo names only what there is: files, variables, commands, tests and drills."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest

from config import settings as declared
from kheo import management

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "docs" / "how-to"
PAGES = ["run-on-a-server.md", "run-a-cluster.md", "what-is-proven.md"]
SERVER, CLUSTER = PROJECT / "deploy" / "server", PROJECT / "deploy" / "cluster"


def variables():
    return set(re.findall(r"^\| ([A-Z_]+) ", declared.__doc__, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)\)", (FOLDER / page).read_text())
    assert [link for link in links if not (FOLDER / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_copied_or_named_is_there(page):
    named = re.findall(r"(?:deploy|docs|tests|drills)/[\w./*-]*\w", (FOLDER / page).read_text())
    missing = [name for name in named if not list(PROJECT.glob(name)) and "$" not in name]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_is_a_setting(page):
    text = (FOLDER / page).read_text()
    assert set(re.findall(r"\bKHEO_[A-Z_]+|\bDATABASE_URL\b", text)) - variables() <= {"KHEO_PASSWORD"}  # cluster.env's


def test_every_line_of_the_environment_file_is_a_setting():
    assert set(re.findall(r"^([A-Z_]+)=", (SERVER / "kheo.env").read_text(), re.MULTILINE)) <= variables()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_kheo_is_one(page):
    named = set(re.findall(r"(?:^|[`\s&])kheo ([a-z]+)\b", "\n".join(code(page))))
    assert named <= set(management.names())


def code(page):
    """What stands between the fences of shell, and between single quotes of code."""
    text = (FOLDER / page).read_text()
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [re.sub(r"#.*|.*(?:createdb|useradd|-[ogu] kheo|pg_dump|psql).*", "", one) for one in blocks] + re.findall(
        r"`(kheo [a-z]+[^`]*)`", text
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_shell_block_can_be_read_by_a_shell(page):
    for block in re.findall(r"```sh\n(.*?)```", (FOLDER / page).read_text(), re.DOTALL):
        read = subprocess.run(["sh", "-n"], input=block, text=True, capture_output=True, check=False)
        assert read.stderr == "", block


@pytest.mark.parametrize("unit", ["kheo-web.service", "kheo-work.service"])
def test_a_service_may_only_what_it_needs(unit):
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read(SERVER / unit)
    service = read["Service"]
    assert (service["User"], service["NoNewPrivileges"], service["ProtectSystem"]) == ("kheo", "yes", "strict")
    assert (service["PrivateTmp"], service["CapabilityBoundingSet"], service["Restart"]) == ("yes", "", "always")
    assert service["ExecStart"].rpartition(" ")[2] in management.names()


def test_the_proxy_says_what_django_believes_and_passes_nothing_on():
    text = (SERVER / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "proxy_next_upstream off;" in text
