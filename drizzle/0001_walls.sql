-- The walls between organisations: the program's own role, row-level security forced on every table that
-- carries org_id (but for the three content-free ones), and what the role may do: replies, question versions
-- and ledger rows can be added and read, never changed or removed.
-- The role belongs to the whole server, so another database on it, or whoever runs it, may have made it already.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vigil_app') THEN
    BEGIN
      CREATE ROLE vigil_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  BEGIN
    EXECUTE format('GRANT vigil_app TO %I', current_user);
  EXCEPTION WHEN insufficient_privilege THEN
    IF NOT pg_has_role(current_user, 'vigil_app', 'MEMBER') THEN RAISE; END IF;
  END;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO vigil_app;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r'
  LOOP
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', t);
    IF t = 'house' THEN
      EXECUTE format('GRANT SELECT ON %I TO vigil_app', t);
    ELSIF t IN ('installation_route', 'lane', 'wake') THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO vigil_app', t);
    ELSE
      IF t IN ('reply', 'question_version', 'ledger') THEN
        EXECUTE format('GRANT SELECT, INSERT ON %I TO vigil_app', t);
      ELSE
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO vigil_app', t);
      END IF;
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
      EXECUTE format(
        'CREATE POLICY one_organisation ON %I USING (org_id = nullif(current_setting(''app.org'', true), '''')::uuid)
         WITH CHECK (org_id = nullif(current_setting(''app.org'', true), '''')::uuid)', t);
    END IF;
  END LOOP;
END $$;
