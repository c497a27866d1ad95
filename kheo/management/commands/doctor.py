"""`kheo doctor`: is this installation well?"""

from django.core.management.base import BaseCommand

from kheo.kernel import checkup


class Command(BaseCommand):
    help = "Look the installation over and say, in sentences, what is well, what is doubtful and what is wrong."
    requires_system_checks = []

    def handle(self, **options):
        findings = checkup.findings()
        for finding in findings:
            self.stdout.write(f"{finding.level.value:<9} {finding.sentence}")
        if any(finding.level is checkup.Level.WRONG for finding in findings):
            raise SystemExit(1)
