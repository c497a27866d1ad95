"""How the embedded database refuses."""

from kheo.kernel.errors import Refused


class CannotStart(Refused):
    """The database cannot run here; the sentence says why and what to do. It is read in a terminal, so in English."""
