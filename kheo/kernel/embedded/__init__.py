"""The embedded database: PostgreSQL from a wheel, started in the data folder by whoever needs it first.

    with embedded.Server(settings.KHEO_DATA):
        …                                   # several processes may do this at once; the last one out stops it

Its sockets and its users are files of this machine: it listens on no port, and the operating system says who connects.
"""

from kheo.kernel.embedded.errors import CannotStart
from kheo.kernel.embedded.places import address
from kheo.kernel.embedded.server import Server

__all__ = ["CannotStart", "Server", "address"]
