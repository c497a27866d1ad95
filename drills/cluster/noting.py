"""`python -m drills.cluster.noting`: `kheo work` with one job more, whose effect can be counted."""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402 - Django first

from kheo.kernel import clock, jobs  # noqa: E402
from kheo.kernel.models import Entry  # noqa: E402

VERB, TAKES = "drill.noted", 0.15  # seconds


def _note(number: int) -> None:
    """Leave one line in the journal, however often this is begun."""
    print(f"noting {number}", flush=True)
    time.sleep(TAKES)
    with transaction.atomic():
        if not Entry.objects.filter(verb=VERB, subject_id=number).exists():
            Entry.objects.create(verb=VERB, subject_kind="drill", subject_id=number, at=clock.now())


_note.__module__, _note.__name__ = "kheo.drill.jobs", "note"
note = jobs.job(_note)

if __name__ == "__main__":
    from config.cli import main

    sys.exit(main(["work"]))
