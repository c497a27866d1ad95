from django.db import migrations

GUARD = """
CREATE FUNCTION kheo_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only: % refused', TG_OP;
END $$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON kheo_entry
    FOR EACH ROW EXECUTE FUNCTION kheo_journal_is_append_only();
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON kheo_entry
    FOR EACH STATEMENT EXECUTE FUNCTION kheo_journal_is_append_only();
"""
UNGUARD = """
DROP TRIGGER journal_is_never_emptied ON kheo_entry;
DROP TRIGGER journal_is_append_only ON kheo_entry;
DROP FUNCTION kheo_journal_is_append_only();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change or empty the journal."""

    dependencies = [("kheo", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
