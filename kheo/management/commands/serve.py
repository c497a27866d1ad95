"""`kheo serve`: the web server, in the foreground."""

import errno
import multiprocessing
import socket
import time
from contextlib import nullcontext
from http.client import HTTPConnection, HTTPException
from threading import Thread

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from kheo.kernel import checkup, companion, tidying

THREADS = 4  # a worker's threads; each keeps one connection to the database


class Command(BaseCommand):
    help = (
        "Serve Khéo to browsers, in the foreground. Ctrl-C stops it, and the embedded database if nobody else uses it."
    )
    serves = True  # the door watches the embedded database while this runs

    def add_arguments(self, parser):
        host, port = settings.KHEO_LISTEN
        parser.add_argument("--host", default=host, help="the address to listen on (KHEO_HOST; default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=port, help="the port to listen on (PORT; default 8000)")

    def handle(self, *, host, port, **options):
        refuse_a_busy_port(host, port)
        self.look_around()
        tidying.tidy()
        connections.close_all()
        multiprocessing.set_start_method("spawn", force=True)  # a worker starts clean: no thread or socket of ours
        server = Server(
            settings.WSGI_APPLICATION.replace(".application", ":application"),
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=settings.KHEO_WORKERS,
            blocking_threads=THREADS,
            workers_kill_timeout=10,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        )
        server.on_startup(Thread(target=self.announce, args=[host, port], daemon=True).start)
        with companion.Companion() if settings.KHEO_WORK else nullcontext():
            server.serve()

    def announce(self, host, port):
        """Say that the server is ready when it is: when it has answered."""
        while not _answers(_reachable(host), port):
            time.sleep(0.1)
        self.stdout.write(f"Khéo is ready: http://{_shown(host)}:{port}/   (Ctrl-C stops it)")
        self.stdout.flush()

    def look_around(self):
        """The start-up check: what must not be refuses, what should not be is said."""
        findings = checkup.findings()
        for finding in findings:
            if finding.level is checkup.Level.WRONG:
                raise CommandError(finding.sentence)
            if finding.level is checkup.Level.DOUBTFUL:
                self.stderr.write(finding.sentence)


def refuse_a_busy_port(host, port):
    """Try the address before anything else is started. Raises CommandError with the reason and a way out."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OverflowError:
        raise CommandError(f"{port} is not a port: ports are 1 to 65535.") from None
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Port {port} is already in use by another program.",
            errno.EACCES: f"This user may not listen on port {port}; ports below 1024 belong to root.",
            errno.EADDRNOTAVAIL: f"{host} is not an address of this machine.",
        }
        reason = reasons.get(error.errno or 0, f"{host}:{port} cannot be listened on: {error.strerror}.")
        raise CommandError(
            f"{reason} Choose another one, for example PORT={port + 1 if port < 65535 else 8000}."
        ) from None


def _answers(host, port):
    """Whether a web server answers there, whatever it says."""
    connection = HTTPConnection(host, port, timeout=60)
    try:
        connection.request("HEAD", "/", headers={"Host": settings.ALLOWED_HOSTS[0].removeprefix(".")})
        return bool(connection.getresponse().status)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host):
    """“Every address” is reached by this machine's own."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not bound


def _shown(host):
    """An address that can be clicked."""
    reachable = _reachable(host)
    return f"[{reachable}]" if ":" in reachable else reachable
