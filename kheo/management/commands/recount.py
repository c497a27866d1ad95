"""`kheo recount`: the kept subtotals of figures, counted anew."""

from django.core.management.base import BaseCommand

from kheo.insights import subtotals


class Command(BaseCommand):
    help = (
        "Count the kept subtotals of figures anew where something changed; the worker does it every minute. With"
        " --all every one of them, after `kheo verify` found one wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", dest="everything", help="also where nothing was noted")

    def handle(self, *, everything, **options):
        units = subtotals.recount(everything=everything)
        self.stdout.write(f"Counted anew: {units} units, each once a round.")
