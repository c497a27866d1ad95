"""`kheo rollup`: the figures of this installation, signed, for the one above it; and taking those of others."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kheo.insights.coded import round_coded, unit_coded
from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date, parse_date
from kheo.management.commands.report import write_whole
from kheo.rollups import actions, fingerprints, keys, making, sealed
from kheo.units.models import Unit


class Command(BaseCommand):
    help = (
        "Make a signed file of the funnel of a unit's tree for the installation above; there, say whose key is trusted"
        " for which unit, and take such files. A file that was taken already changes nothing."
    )

    def add_arguments(self, parser):
        doing = parser.add_subparsers(dest="doing", required=True)
        key = doing.add_parser("key", help="print this installation's public key and its fingerprint; makes it once")
        key.add_argument("--unit", required=True, metavar="CODE", help="the unit whose roll-ups are made here")
        make = doing.add_parser("make", help="write the signed file")
        make.add_argument("--round", required=True, metavar="CODE", help="code of the round")
        make.add_argument("--movement", default="", metavar="CODE", help="where several movements have such a round")
        make.add_argument("--unit", required=True, metavar="CODE", help="the unit whose whole tree is told")
        trust = doing.add_parser("trust", help="files of the unit signed with this key are taken")
        withdraw = doing.add_parser("withdraw", help="they are no longer taken")
        for one in (trust, withdraw):
            one.add_argument("--unit", required=True, metavar="CODE", help="the unit the files are about")
            one.add_argument("--from", default="", dest="since", metavar="DAY", help="dd/mm/yyyy; default: today")
            one.add_argument("file", type=Path, metavar="KEYFILE", help="what “kheo rollup key” printed there")
        take = doing.add_parser("take", help="verify a file and keep it")
        for one in (make, take):
            one.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, doing, **options):
        getattr(self, doing)(**options)

    def key(self, *, unit, **options):
        actions.make_key(alive(unit), by=None)
        own = keys.public(keys.own())
        self.stdout.write(keys.written(own))
        self.stderr.write(f"Fingerprint: {fingerprints.of_key(own)}")

    def make(self, *, round, movement, unit, file, **options):
        asked = round_coded(round, movement)
        content = making.content_of(unit_coded(unit, asked), asked)
        write_whole(file, sealed.seal(content, keys.own()))
        registered = sum(one.registered for one in content.units)
        self.stdout.write(f"{file}: {len(content.units)} units, {registered} registered.")

    def trust(self, *, unit, since, file, **options):
        sender = actions.trust(alive(unit), key_in(file), starts=parse_date(since) if since else None, by=None)
        day = format_date(sender.during.lower)
        self.stdout.write(f"Trusted for {sender.unit.name} from {day}. Compare by telephone: {sender.fingerprint}")

    def withdraw(self, *, unit, since, file, **options):
        actions.withdraw_trust(alive(unit), key_in(file), since=parse_date(since) if since else None, by=None)
        self.stdout.write("Withdrawn. What was taken stays.")

    def take(self, *, file, **options):
        taken, new = actions.take(read(file), by=None)
        said = "Taken" if new else "Taken already, nothing changed"
        self.stdout.write(
            f"{said}: {taken.unit.name}, {taken.round_name}, figures as of {format_date(taken.as_of)},"
            f" {taken.units.count()} units."
        )


def alive(code):
    """The unit that bears a code today."""
    unit = Unit.objects.coded(code, clock.today()).first()
    if unit is None:
        raise BadInput(_("There is no unit with the code “%(code)s”.") % {"code": code})
    return unit


def key_in(file):
    """The key in a file that `kheo rollup key` wrote."""
    return keys.read(read(file).decode(errors="replace"))


def read(file):
    """Its bytes."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
