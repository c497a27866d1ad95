"""The commands of `kheo`, as the console script and the generated manual both see them."""

import pkgutil
from argparse import SUPPRESS
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

COMMANDS = Path(__file__).parent / "commands"
# Django's options for programmers; on the command line of an office they would only be noise.
FOR_PROGRAMMERS = {
    "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
    "--skip-checks",
}  # fmt: skip


def names() -> list[str]:
    """Every command's name, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules([str(COMMANDS)]))


def load(name: str) -> Any:
    """The command of that name. Django must be set up."""
    command = import_module(f"kheo.management.commands.{name}").Command()
    command.suppressed_base_arguments = FOR_PROGRAMMERS
    return command


def refuse_a_pooler(name: str) -> None:
    """For commands that keep one connection to themselves: a lock or a LISTEN would lie on whichever comes next."""
    if settings.KHEO_POOLED:
        raise CommandError(
            f"`kheo {name}` needs a connection of its own: let DATABASE_URL lead past the pooler, without KHEO_POOLED."
        )


def parser(command: Any, name: str) -> Any:
    """The command's argument parser; wrong arguments raise CommandError."""
    parser = command.create_parser("kheo", name)
    for action in parser._actions:  # Django adds this one without asking the set above
        if action.dest == "skip_checks":
            action.help = SUPPRESS
    return parser
