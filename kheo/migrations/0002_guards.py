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

FREEZE = """
CREATE FUNCTION kheo_published_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.status = 'draft'
        OR (NEW.document, NEW.number, NEW.framework_id) IS DISTINCT FROM (OLD.document, OLD.number, OLD.framework_id)
    THEN
        RAISE EXCEPTION 'A published version of a framework is frozen: % refused', TG_OP;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_version_is_frozen BEFORE UPDATE OR DELETE ON kheo_frameworkversion
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION kheo_published_version_is_frozen();
"""
UNFREEZE = """
DROP TRIGGER published_version_is_frozen ON kheo_frameworkversion;
DROP FUNCTION kheo_published_version_is_frozen();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change or empty the journal, and to change what was published."""

    dependencies = [("kheo", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD), migrations.RunSQL(FREEZE, UNFREEZE)]
