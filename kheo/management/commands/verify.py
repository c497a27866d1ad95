"""`kheo verify`: is what is kept still what was written?"""

from django.core.management.base import BaseCommand

from kheo.insights.verifying import kept_figures
from kheo.kernel.checkup import Level
from kheo.kernel.snapshots import one_snapshot
from kheo.kernel.verifying import guards, kept_files
from kheo.rollups.verifying import taken_rollups

CHECKS = (guards, kept_figures, taken_rollups, kept_files)


class Command(BaseCommand):
    help = (
        "Prove that what is kept is right: the guards of the database are on, every kept subtotal is what the"
        " registrations say, every file is byte for byte as it was. Reads everything, changes nothing."
    )

    def handle(self, **options):
        wrong = False
        for check in CHECKS:
            with one_snapshot():
                for finding in check():
                    wrong |= finding.level is Level.WRONG
                    self.stdout.write(f"{finding.level.value:<9} {finding.sentence}")
        if wrong:
            raise SystemExit(1)
