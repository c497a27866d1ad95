"""The small year that the tests of figures use."""

from tests.insights.conftest import land  # noqa: F401 - a fixture
