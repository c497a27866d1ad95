"""`kheo work`: the background work, in the foreground."""

from argparse import SUPPRESS

from django.core.management.base import BaseCommand

from kheo import management
from kheo.kernel import companion, jobs


class Command(BaseCommand):
    help = (
        "Do the background work (tallies, long documents). `kheo serve` runs one by itself (KHEO_WORK=0: it does not)."
    )
    serves = True  # the door watches the embedded database while this runs

    def add_arguments(self, parser):
        parser.add_argument("--until-empty", action="store_true", help="end when nothing is left to do")
        parser.add_argument("--beside-server", action="store_true", help=SUPPRESS)

    def handle(self, *, until_empty, beside_server, **options):
        management.refuse_a_pooler("work")
        if beside_server:
            companion.end_with_the_server()
        jobs.work(until_empty=until_empty)
