-- Spreads the tables of an empty, migrated database over the nodes of a Citus cluster.
-- Run once on the coordinator, by the owner of the tables, after the server's migrations and
-- before the first row; again after a migration that adds tables: what lies somewhere stays.
-- `services/server/tests/citus.rs` runs it and holds what it does against schema and statements.
--
-- Where a table lies follows from the first column of its key.
-- 1. `desa_id`, or `place` of requests and the log: by village, all of a village on one shard.
-- 2. `cell`: the overlap register lies by cell, the lock of a cell beside the claims in it, so
--    that whoever holds the lock sees every claim that is there.
-- 3. Anything else is what every call reads (people, charts, law, boundaries, rule sets) and is
--    whole on each node.

BEGIN;

-- The schema's own rules are triggers. Each looks only at rows of its own village or cell, or at
-- tables that are whole everywhere.
SET LOCAL citus.enable_unsafe_triggers TO on;

DO $$
DECLARE
    one RECORD;
    village TEXT;
    register TEXT;
BEGIN
    FOR one IN
        WITH RECURSIVE
        key AS (
            SELECT c.oid, c.relname AS name, a.attname AS first
              FROM pg_class c
              JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
               AND c.relname NOT LIKE E'\\_sqlx%' AND c.relname <> 'lumbung_demo'
        ),
        -- A table comes after those that it points to.
        rank AS (
            SELECT oid, 0 AS n FROM key
            UNION
            SELECT f.conrelid, rank.n + 1
              FROM rank JOIN pg_constraint f ON f.confrelid = rank.oid AND f.contype = 'f'
             WHERE f.conrelid <> f.confrelid AND rank.n < 32
        )
        SELECT key.name, key.first, max(rank.n) AS n
          FROM key JOIN rank ON rank.oid = key.oid
          LEFT JOIN pg_dist_partition p ON p.logicalrelid = key.oid
         WHERE p.logicalrelid IS NULL
         GROUP BY key.name, key.first
         -- What is whole everywhere first, so that others may point to it.
         ORDER BY key.first IN ('desa_id', 'place', 'cell'),
                  key.name NOT IN ('ledger_line', 'gate_cell'), n, key.name
    LOOP
        CASE one.first
        WHEN 'desa_id', 'place' THEN
            -- The ledger's lines are the first of their kind, now or before.
            village := CASE WHEN one.name = 'ledger_line' THEN 'none' ELSE 'ledger_line' END;
            PERFORM create_distributed_table(one.name, one.first, colocate_with => village);
        WHEN 'cell' THEN
            register := CASE WHEN one.name = 'gate_cell' THEN 'none' ELSE 'gate_cell' END;
            PERFORM create_distributed_table(one.name, one.first, colocate_with => register);
        ELSE
            PERFORM create_reference_table(one.name);
        END CASE;
    END LOOP;
END $$;

COMMIT;
