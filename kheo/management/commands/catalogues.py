"""`kheo catalogues`: the words of the interface in every language."""

from django.core.management.base import BaseCommand, CommandError

from kheo.kernel import catalogues


class Command(BaseCommand):
    help = "Bring the catalogues of words up to date with the sources, and compile them."
    needs_database = False
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="change nothing; name every sentence that is not whole")
        what.add_argument("--compile", action="store_true", help="compile only, where a catalogue is newer")

    def handle(self, *, check, compile, **options):
        if check:
            self.check_all()
            return
        changed = [] if compile else catalogues.update()
        catalogues.compile_all()
        if changed:
            self.stdout.write(f"Brought up to date: {', '.join(changed)}.")

    def check_all(self):
        faults = catalogues.faults()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The catalogues have {len(faults)} faults.")
        self.stdout.write("The catalogues are whole.")
