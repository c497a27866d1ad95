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
# The sealed ballots: a part for each election, which is dropped, not emptied, at the end (docs/decisions/0010). They
# are stored as they are: compressed, their sizes would differ.
BALLOTS = """
DROP TABLE kheo_ballot;
CREATE TABLE kheo_ballot (
    election_id bigint NOT NULL REFERENCES kheo_election (id) DEFERRABLE INITIALLY DEFERRED,
    voter_id bigint NOT NULL REFERENCES kheo_voter (id) DEFERRABLE INITIALLY DEFERRED,
    sealed bytea NOT NULL,
    tracker varchar(43) NOT NULL,
    key uuid NOT NULL,
    PRIMARY KEY (election_id, voter_id)
) PARTITION BY LIST (election_id);
ALTER TABLE kheo_ballot ALTER COLUMN sealed SET STORAGE EXTERNAL;
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

# Papers: what is locked with its signed copy, and what was issued of a draft, stays as it is.
LOCK = """
CREATE FUNCTION kheo_issued_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An issued paper is corrected by another paper, never changed: % refused', TG_OP;
END $$;
CREATE TRIGGER locked_paper_stays BEFORE UPDATE OR DELETE ON kheo_paper
    FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION kheo_issued_paper_stays();
CREATE TRIGGER issued_draft_stays BEFORE UPDATE OR DELETE ON kheo_draft
    FOR EACH ROW WHEN (OLD.paper_id IS NOT NULL) EXECUTE FUNCTION kheo_issued_paper_stays();
"""
UNLOCK = """
DROP TRIGGER issued_draft_stays ON kheo_draft;
DROP TRIGGER locked_paper_stays ON kheo_paper;
DROP FUNCTION kheo_issued_paper_stays();
"""


class Migration(migrations.Migration):
    """The database refuses to change the journal, what was published and issued; ballots lie in parts to be dropped."""

    dependencies = [("kheo", "0001_initial")]
    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(FREEZE, UNFREEZE),
        migrations.RunSQL(LOCK, UNLOCK),
        migrations.RunSQL(BALLOTS, migrations.RunSQL.noop),
    ]
