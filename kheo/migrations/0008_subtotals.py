import django.db.models.deletion
from django.db import migrations, models

# Whatever changes a count notes its unit, in the transaction of the change: statements of the product, imports by COPY
# and hands at the database alike. One row a statement and unit, appended: nobody waits for anybody.
NOTE = """
CREATE FUNCTION kheo_registrations_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO kheo_outdated (round_id, unit_id) SELECT DISTINCT round_id, unit_id FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO kheo_outdated (round_id, unit_id) SELECT DISTINCT round_id, unit_id FROM old_rows;
    ELSE
        INSERT INTO kheo_outdated (round_id, unit_id)
        SELECT DISTINCT side.round_id, side.unit_id FROM old_rows o JOIN new_rows n USING (id)
        CROSS JOIN LATERAL (VALUES (o.round_id, o.unit_id), (n.round_id, n.unit_id)) side (round_id, unit_id)
        WHERE (o.round_id, o.unit_id, o.level, o.status) IS DISTINCT FROM (n.round_id, n.unit_id, n.level, n.status);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION kheo_steps_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO kheo_outdated (round_id, unit_id)
        SELECT DISTINCT r.round_id, r.unit_id FROM new_rows n JOIN kheo_registration r ON r.id = n.registration_id;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO kheo_outdated (round_id, unit_id)
        SELECT DISTINCT r.round_id, r.unit_id FROM old_rows o JOIN kheo_registration r ON r.id = o.registration_id;
    END IF;
    RETURN NULL;
END $$;
"""
UNNOTE = """
DROP FUNCTION kheo_registrations_changed() CASCADE;
DROP FUNCTION kheo_steps_changed() CASCADE;
"""
WATCHED = {
    "kheo_registration": "kheo_registrations_changed",
    "kheo_recognition": "kheo_steps_changed",
    "kheo_proposal": "kheo_steps_changed",
}
TABLES = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
TABLES["UPDATE"] = " ".join(TABLES.values())
WATCH = "".join(
    f"CREATE TRIGGER {act.lower()}_outdates_figures AFTER {act} ON {table} REFERENCING {tables}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION {noting}();\n"
    for table, noting in WATCHED.items()
    for act, tables in TABLES.items()
)
EVERYTHING = "INSERT INTO kheo_outdated (round_id, unit_id) SELECT DISTINCT round_id, unit_id FROM kheo_registration"


class Migration(migrations.Migration):
    """Counts of each unit are kept, and the database notes which no longer stand; at first none do."""

    dependencies = [
        ("kheo", "0007_carried_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outdated",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kheo.round",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kheo.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["round", "unit"], name="outdated_in_round")],
            },
        ),
        migrations.CreateModel(
            name="Subtotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("central", "Central"),
                            ("province", "Province"),
                            ("district", "District"),
                            ("commune", "Commune"),
                            ("grassroots", "Grassroots"),
                        ],
                        max_length=20,
                    ),
                ),
                ("registered", models.PositiveIntegerField()),
                ("recognised", models.PositiveIntegerField()),
                ("proposed", models.PositiveIntegerField()),
                ("recognised_above", models.PositiveIntegerField()),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kheo.round",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kheo.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "unit", "level"),
                        include=("registered", "recognised", "proposed", "recognised_above"),
                        name="one_subtotal_per_unit_round_level",
                    )
                ],
            },
        ),
        migrations.RunSQL(NOTE, UNNOTE),
        migrations.RunSQL(WATCH, migrations.RunSQL.noop),
        migrations.RunSQL(EVERYTHING, migrations.RunSQL.noop),
    ]
