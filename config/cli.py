"""The door: `kheo COMMAND …` and `manage.py COMMAND …` both come in here.

A door sees to it that the database runs, sets Django up, and hands over to the management command. A refusal becomes
one sentence on standard error and exit code 2, and nothing has changed; standard output carries results only.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

REFUSED = 2
WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "findstatic", "help", "makemigrations", "version"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command of Khéo; answers the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    return _guarded(lambda: _kheo(words))


def manage(words: list[str] | None = None) -> int:
    """Run one command of Django's or ours, with Django's own options."""
    words = sys.argv if words is None else words
    return _guarded(lambda: _django(words))


def _kheo(words: list[str]) -> None:
    from kheo import management

    name, rest = (words[0], words[1:]) if words else ("help", [])
    if name in {"help", "--help", "-h"}:
        _set_up(name)
        _print_help()
        return
    if name not in management.names():
        raise _refusal(f"There is no command “{name}”. Khéo knows: {', '.join(management.names())}. (kheo --help)")
    _set_up(name)
    command = management.load(name)
    options = vars(management.parser(command, name).parse_args(rest))
    positional = options.pop("args", ())
    with _database(needed=getattr(command, "needs_database", True), watched=getattr(command, "serves", False)):
        command.execute(*positional, **options)


def _django(words: list[str]) -> None:
    from django.core.management import execute_from_command_line

    name = words[1] if len(words) > 1 else "help"
    _set_up(name)
    with _database(needed=name not in WITHOUT_DATABASE and not {"--help", "-h"} & set(words)):
        execute_from_command_line(words)


def _set_up(name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if name != "serve":  # an import or a migration may take its time; a page may not
        os.environ.setdefault("KHEO_STATEMENT_TIMEOUT", "0")
    import django

    django.setup()


@contextmanager
def _database(*, needed: bool, watched: bool = False) -> Iterator[None]:
    """The embedded database runs inside this block, unless DATABASE_URL names a server of your own."""
    from django.conf import settings
    from django.db import connections

    from kheo.kernel import embedded

    if not needed or not settings.KHEO_EMBEDDED:
        try:
            yield
        finally:
            connections.close_all()
        return
    with embedded.Server(settings.KHEO_DATA) as server:
        if watched:
            server.watch()
        try:
            yield
        finally:
            connections.close_all()


def _guarded(act) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError
    from django.db import OperationalError, ProgrammingError

    from kheo.kernel.errors import Refused

    for number in (signal.SIGTERM, signal.SIGHUP):  # end in good order: leave the database, remove drafts
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        act()
    except (Refused, CommandError, ImproperlyConfigured) as refusal:
        return _say(str(refusal).removeprefix("Error: "))
    except OperationalError as error:
        return _say(f"The database does not answer: {' '.join(str(error).split())}")
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != "42P01":  # undefined table
            raise
        return _say(f"The database is not prepared. Run: kheo migrate. ({str(error).splitlines()[0]})")
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:  # the reader had enough: `kheo report … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _refusal(sentence: str) -> Exception:
    from django.core.management.base import CommandError

    return CommandError(sentence)


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED


def _print_help() -> None:
    from kheo import management

    print("Khéo runs emulation movements. Every command explains itself: kheo COMMAND --help\n")
    for name in management.names():
        print(f"  kheo {name:<12} {management.load(name).help}")
    print("\nA refused command says why in one sentence, ends with code 2, and has changed nothing.")


if __name__ == "__main__":
    sys.exit(main())
