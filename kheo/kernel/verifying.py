"""What must still be as it was written: the database's own guards, and every file. Read by `kheo verify`.

The sentences are for the keeper of the machine, so in English.
"""

import hashlib
from collections.abc import Iterator

from django.db import connection

from kheo.kernel import files
from kheo.kernel.checkup import Finding, Level
from kheo.kernel.models import StoredFile

FIGURES = ("delete_outdates_figures", "insert_outdates_figures", "update_outdates_figures")
# What the database itself refuses or notes, by the table it watches; a test holds this against a fresh database.
GUARDS = {
    "kheo_draft": ("issued_draft_stays",),
    "kheo_entry": ("journal_is_append_only", "journal_is_never_emptied"),
    "kheo_frameworkversion": ("published_version_is_frozen",),
    "kheo_officialreport": ("closed_report_stays",),
    "kheo_paper": ("locked_paper_stays",),
    "kheo_proposal": FIGURES,
    "kheo_recognition": FIGURES,
    "kheo_registration": FIGURES,
    "kheo_rollup": ("rollup_stays",),
    "kheo_rollupunit": ("rollup_unit_stays",),
}
CHUNK = 2**20  # bytes


def guards() -> Iterator[Finding]:
    """Every trigger of ours is there and switched on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled IN ('O', 'A') FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'kheo\\_%'"
        )
        found = {(table, name): on for table, name, on in cursor.fetchall()}
    expected = [(table, name) for table, names in GUARDS.items() for name in names]
    wrong = [at for at in expected if not found.get(at)]
    for table, name in wrong:
        state = "switched off" if (table, name) in found else "missing"
        yield Finding(Level.WRONG, f"The trigger {name} of {table} is {state}: what it guards may have been changed.")
    if not wrong:
        yield Finding(Level.WELL, f"All {len(expected)} guards of the database are on.")


def kept_files() -> Iterator[Finding]:
    """Every file is there, byte for byte as it was kept."""
    count = damaged = 0
    for stored in StoredFile.objects.order_by("at").iterator(chunk_size=500):
        count += 1
        if said := _damage(stored):
            damaged += 1
            yield Finding(Level.WRONG, f"The file “{stored.name}” ({stored.pk}) {said}. Take it from a backup.")
    if not damaged:
        yield Finding(Level.WELL, f"{count} files are there, byte for byte as they were kept.")


def _damage(stored: StoredFile) -> str:
    """What is wrong with it; `TryLater` when the storage gives no answer, which says nothing about any file."""
    digest = hashlib.sha256()
    try:
        with files.opened(stored) as content:
            while chunk := content.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return "cannot be read"
    return "" if digest.hexdigest() == stored.sha256 else "is not what was kept"
