"""The background work of every chapter, in the order of the story: workers look here for what they can do."""

from kheo.councils import jobs as councils  # noqa: F401 - the workers find its job here
from kheo.insights import subtotals
from kheo.kernel import tidying
from kheo.kernel.jobs import every_hour, every_minute

tidy = every_hour(tidying.tidy)
recount = every_minute(subtotals.recount)
