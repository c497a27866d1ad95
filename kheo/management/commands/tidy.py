"""`kheo tidy`: what no request needs any more."""

from django.core.management.base import BaseCommand

from kheo.kernel.tidying import tidy


class Command(BaseCommand):
    help = (
        "Take away what no request needs any more: idempotency keys older than 90 days, and sessions that have run out."
        " The server does it whenever it starts, and its worker once an hour."
    )

    def handle(self, **options):
        self.stdout.write(str(tidy()))
