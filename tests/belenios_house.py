"""Tests that need `belenios-tool`: named and counted when it is missing, failed where it must be there (CI)."""

import os

import pytest

from kheo.councils import sealed

NOT_RUN = "no belenios-tool on this machine"


def pytest_collection_modifyitems(items):
    for item in items:
        if "belenios" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.belenios)


def pytest_runtest_setup(item):
    if item.get_closest_marker("belenios") and not sealed.is_available():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{NOT_RUN}, and CI must have one", pytrace=False)
        pytest.skip(NOT_RUN)


def pytest_terminal_summary(terminalreporter):
    not_run = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if "belenios" in report.keywords and NOT_RUN in str(report.longrepr)
    ]
    if not_run:
        terminalreporter.section("tests of sealed ballots not run")
        for name in sorted(not_run):
            terminalreporter.line(name)
        terminalreporter.line(
            f"{len(not_run)} tests of sealed ballots were not run: {NOT_RUN} (Debian: apt-get install belenios-tool).",
            yellow=True,
        )


@pytest.fixture(scope="session")
def belenios():
    """The tool is on this machine; a test that asks for it is not run, or fails in CI, where it is not."""
    return sealed.is_available()
