"""Ten times as many registrations without ten times the waiting: what was seeded is copied inside the database.

Each copy is a registration of its own, with its own exemplar, outcomes, recognitions and proposals; units, rounds and
considerations stay, so that a province among ten million has the shape of one among a million.
"""

from django.db import connection

# Table, the columns that point at something copied as well, and the others; in the order in which they can be written.
COPIED = (
    ("kheo_exemplar", (), "unit_id, began"),
    (
        "kheo_registration",
        ("exemplar_id",),
        "round_id, unit_id, receiver_id, title, kind, subject, field_id, level, origin, summary, status, registered_on,"
        " submitted_at, retroactive, demonstration, search_text",
    ),
    ("kheo_outcome", ("registration_id",), "consideration_id, recognised, reason"),
    ("kheo_recognition", ("exemplar_id", "registration_id"), 'unit_id, level, round_id, decision_id, "on"'),
    ("kheo_proposal", ("registration_id",), "from_unit_id, to_unit_id, rank, at"),
)
STEP = 10_000_000  # between the ids of one copy and of the next: more than any table holds


def multiply(times: int) -> int:
    """Make `times` as many of every registration; how many there are then."""
    with connection.cursor() as cursor:
        for copy in range(1, times):
            for table, moved, same in COPIED:
                code = (
                    [", code", ", CASE code WHEN '' THEN '' ELSE code || '-' || %(copy)s END"]
                    if table == "kheo_registration"
                    else ["", ""]
                )
                columns, shifted = ", ".join(moved), "".join(f", {name} + %(step)s" for name in moved)
                cursor.execute(
                    f"INSERT INTO {table} (id{', ' if moved else ''}{columns}{code[0]}, {same})"
                    f" SELECT id + %(step)s{shifted}{code[1]}, {same} FROM {table} WHERE id < {STEP}",
                    {"step": copy * STEP, "copy": copy},
                )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM kheo_registration")
        return cursor.fetchone()[0]
