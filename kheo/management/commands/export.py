"""`kheo export FOLDER`: the facts as Parquet files, for analysts."""

from pathlib import Path

from django.core.management.base import BaseCommand

from kheo.insights.coded import round_coded
from kheo.insights.parquet.writing import write


class Command(BaseCommand):
    help = (
        "Write the facts as Parquet files for DuckDB: units in time, registrations, recognitions, results and more, all"
        " about one moment, without people. schema.json beside them says what stands where."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a folder that is not there yet")
        parser.add_argument("--round", default="", metavar="CODE", help="only what belongs to this round")
        parser.add_argument("--movement", default="", metavar="CODE", help="where several movements have such a round")

    def handle(self, *, folder, round, movement, **options):
        counts = write(folder, round_coded(round, movement) if round else None)
        for name, count in counts.items():
            self.stdout.write(f"{count:>12,}  {name}.parquet")
