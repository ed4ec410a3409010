-- Row-level security: the second wall behind the rules of access.
--
-- The tables belong to whoever runs the migrations. The server reads and writes as
-- lumbung_app, which owns nothing and is bound by the policies below: a statement meets
-- only rows of villages inside the scope that its transaction was allowed for. Without a
-- scope there are no rows.
--
-- Bound are the tables of a village's own books: plans, budgets, money. Works, photos, flags and
-- decisions are not: they are there to be compared across villages.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lumbung_app') THEN
        CREATE ROLE lumbung_app NOLOGIN;
    END IF;
EXCEPTION
    -- Another database of this cluster was faster.
    WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'lumbung_app', 'MEMBER') THEN
        EXECUTE format('GRANT lumbung_app TO %I', current_user);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO lumbung_app', current_schema());
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO lumbung_app',
                   current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I
                    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lumbung_app',
                   current_schema());
END $$;

-- The areas of a caller whose call is of no single place; '*' is the server itself.
CREATE FUNCTION lumbung_in_areas(desa TEXT) RETURNS BOOLEAN
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT COALESCE(current_setting('lumbung.areas', TRUE) = '*', FALSE)
        OR EXISTS (
            SELECT FROM unnest(string_to_array(current_setting('lumbung.areas', TRUE), ' ')) AS area
             WHERE area <> '' AND starts_with(desa || '.', area))
$$;

-- Binds every table of villages' books that is not yet bound. A migration that adds such a
-- table calls it.
CREATE FUNCTION lumbung_secure_rows() RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    bound TEXT;
BEGIN
    FOR bound IN
        SELECT c.relname
          FROM pg_class c
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'desa_id' AND a.attnum > 0
         WHERE c.relnamespace = current_schema()::regnamespace
           AND c.relkind IN ('r', 'p') AND NOT c.relforcerowsecurity
           AND c.relname ~ '^(ledger|planning|realisation)_'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', bound);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', bound);
        EXECUTE format(
            'CREATE POLICY in_scope ON %I
                USING (COALESCE(starts_with(desa_id || ''.'',
                       NULLIF(current_setting(''lumbung.scope'', TRUE), '''')), FALSE)
                       OR lumbung_in_areas(desa_id))
                WITH CHECK (COALESCE(starts_with(desa_id || ''.'',
                       NULLIF(current_setting(''lumbung.scope'', TRUE), '''')), FALSE)
                       OR lumbung_in_areas(desa_id))', bound);
    END LOOP;
END $$;

SELECT lumbung_secure_rows();
