"""`kheo carry`: the files of the folder, into the bucket."""

from django.core.management.base import BaseCommand

from kheo.kernel.carrying import carry


class Command(BaseCommand):
    help = (
        "Carry the files of the folder into the bucket of KHEO_FILES, each compared by its sha256. Stop the server"
        " first. Safe to stop and to run again; the folder stays as it is."
    )

    def handle(self, **options):
        counts = carry(self.stderr.write)
        self.stdout.write(str(counts))
        if counts.failed:
            raise SystemExit(1)
        self.stdout.write("Now prove it with KHEO_FILES set: kheo verify")
