"""`kheo play`: the demonstration, played by the verbs from five real reports."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kheo.kernel import clock
from kheo.story import company, stages
from kheo.units.enums import Role


class Command(BaseCommand):
    help = "Play the demonstration: five real reports, by the ordinary verbs, in an empty database."

    def add_arguments(self, parser):
        parser.add_argument(
            "--until", default=stages.ALL, choices=[*stages.STAGES, stages.ALL], metavar="STAGE",
            help=f"the last stage to play: {', '.join(stages.STAGES)} or all (the default)",
        )  # fmt: skip
        parser.add_argument("--sign-ins", action="store_true", help="only print who can sign in, and play nothing")
        parser.add_argument("--yes", action="store_true", help="play although KHEO_HTTPS says that this is a server")

    def handle(self, *, until, sign_ins, yes, **options):
        if not sign_ins:
            self.play(until, on_a_server=settings.HTTPS and not yes)
        self.print_sign_ins()

    def play(self, until, *, on_a_server):
        """Play what has not been played; on a server only when that was meant."""
        if on_a_server:
            raise CommandError(
                "KHEO_HTTPS is set, so this is a server: the demonstration would open it with a password that "
                "everybody knows. Add --yes if that is meant."
            )
        if not stages.play(until, tell=self.tell):
            self.stdout.write("The demonstration has been played already; nothing was changed.")
        if clock.demonstration_date() is None:
            day = stages.BUSINESS_DAY
            self.stdout.write(f"The demonstration lives on {day:%d/%m/%Y}: start it with KHEO_TODAY={day}.")

    def tell(self, stage):
        self.stdout.write(f"played: {stage}")
        self.stdout.flush()

    def print_sign_ins(self):
        """The table of sign-ins, aligned for a terminal."""
        lines = [("user name", "name", "role", "unit", "what for")]
        lines += [(s.username, s.full_name, str(Role(s.role).label), s.unit, s.part) for s in company.sign_ins()]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        self.stdout.write(f"\nEverybody's password is {company.PASSWORD}\n\n")
        for line in lines:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
