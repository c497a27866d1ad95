"""`kheo reference`: the generated pages of the manual."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kheo.management import reference


class Command(BaseCommand):
    help = "Write the generated pages of the manual (docs/reference): states, permissions, commands and settings."
    needs_database = False
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; name the pages that lag behind the code"
        )

    def handle(self, *, check, **options):
        folder = Path(settings.BASE_DIR) / "docs" / "reference"
        behind = {
            name: text
            for name, text in reference.pages().items()
            if not (folder / name).exists() or (folder / name).read_text() != text
        }
        if check and behind:
            raise CommandError(f"Behind the code: {', '.join(sorted(behind))} in docs/reference. Run: kheo reference")
        for name, text in behind.items():
            (folder / name).write_text(text)
            self.stdout.write(f"Written: docs/reference/{name}")
