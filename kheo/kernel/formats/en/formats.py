"""Dates and numbers follow the country, not the interface language (experience.md §0.2): dd/mm/yyyy and 1.250,5."""

from kheo.kernel.formats.vietnam import *  # noqa: F403 - the same formats in every interface language
