-- The index of a day that is over, built anew.
--
-- Rows of many sessions come in turn, so their index grows in the middle of its pages and half of it stays empty. REINDEX
-- CONCURRENTLY mends that and holds up nobody, but runs in no transaction, and so in no function with its owner's rights. From
-- PostgreSQL 17 on the right to do it can be lent: for one day's table at a time, while the server is at it.

-- Lends the oldest partition whose sessions all began before the given day (UTC) and whose index was never built anew. Returns
-- the name of the index, null if there is none, or if this PostgreSQL knows no such right.
CREATE FUNCTION invigil_lend_score_index(before_day date) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET lock_timeout = '2s'
AS $$
DECLARE
    partition regclass;
    loose regclass;
    left_over regclass;
BEGIN
    IF invigil_role() <> 'system' THEN
        RAISE EXCEPTION 'indexes are built anew by the server itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF current_setting('server_version_num')::integer < 170000 THEN
        RETURN NULL;
    END IF;
    SELECT c.oid, i.indexrelid INTO partition, loose
      FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
     WHERE h.inhparent = 'cheat_scores'::regclass AND c.relname ~ '^cheat_scores_[0-9]{8}$'
       AND c.relname < 'cheat_scores_' || to_char(before_day, 'YYYYMMDD')
       AND obj_description(i.indexrelid, 'pg_class') IS NULL
     ORDER BY c.relname LIMIT 1;
    IF loose IS NULL THEN
        RETURN NULL;
    END IF;
    -- What a server that died in the middle has left behind costs room and serves nobody.
    FOR left_over IN SELECT indexrelid FROM pg_index WHERE indrelid = partition AND NOT indisvalid LOOP
        EXECUTE format('DROP INDEX %s', left_over);
    END LOOP;
    EXECUTE format('GRANT MAINTAIN ON %s TO invigil_app', partition);
    RETURN loose;
END $$;

-- Takes back what was lent, and marks the index as built anew, or not, as it was.
CREATE FUNCTION invigil_return_score_index(index_name text, built boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET lock_timeout = '2s'
AS $$
DECLARE
    partition regclass;
BEGIN
    IF invigil_role() <> 'system' THEN
        RAISE EXCEPTION 'indexes are built anew by the server itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT i.indrelid INTO partition
      FROM pg_inherits h JOIN pg_index i ON i.indrelid = h.inhrelid AND i.indisprimary
     WHERE h.inhparent = 'cheat_scores'::regclass AND i.indexrelid = to_regclass(index_name);
    IF partition IS NULL THEN
        RETURN; -- its day has been dropped meanwhile
    END IF;
    EXECUTE format('REVOKE MAINTAIN ON %s FROM invigil_app', partition);
    IF built THEN
        EXECUTE format('COMMENT ON INDEX %s IS %L', to_regclass(index_name), 'built anew after its day');
    END IF;
END $$;

-- Both run with their owner's rights, so they must find the tables of this schema only, whatever the caller's search path is.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION invigil_lend_score_index(date) SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION invigil_return_score_index(text, boolean) SET search_path = %I, pg_temp', current_schema());
END $$;

REVOKE ALL ON FUNCTION invigil_lend_score_index(date), invigil_return_score_index(text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invigil_lend_score_index(date), invigil_return_score_index(text, boolean) TO invigil_app;
