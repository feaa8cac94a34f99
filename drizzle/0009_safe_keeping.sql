-- Keeping safe: keys, notes, holds, nightly removals, anonymous counts, the board's links and sessions, and the ledger's
-- chain.
-- Safe beside the program before: it never numbers a ledger row, and everything it sends goes to a person and by a
-- workspace that are there.
CREATE TABLE "board_link" (
	"org_id" uuid NOT NULL,
	"link_hash" text NOT NULL,
	"person_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "board_link_org_id_link_hash_pk" PRIMARY KEY("org_id","link_hash")
);
--> statement-breakpoint
CREATE TABLE "board_session" (
	"org_id" uuid NOT NULL,
	"session_hash" text NOT NULL,
	"person_id" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "board_session_org_id_session_hash_pk" PRIMARY KEY("org_id","session_hash")
);
--> statement-breakpoint
CREATE TABLE "anonymous_count" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"question_version" integer NOT NULL,
	"standard" text NOT NULL,
	"indicator" text NOT NULL,
	"block" text NOT NULL,
	"choice" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "anonymous_count_org_id_setting_id_question_id_question_version_block_choice_pk" PRIMARY KEY("org_id","setting_id","question_id","question_version","block","choice")
);
--> statement-breakpoint
CREATE TABLE "anonymous_release" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"question_version" integer NOT NULL,
	"block" text NOT NULL,
	"standard" text NOT NULL,
	"indicator" text NOT NULL,
	"released_at" timestamp with time zone NOT NULL,
	"released_on" date NOT NULL,
	"repliers" integer,
	"counts" jsonb,
	CONSTRAINT "anonymous_release_org_id_setting_id_question_id_block_pk" PRIMARY KEY("org_id","setting_id","question_id","block")
);
--> statement-breakpoint
CREATE TABLE "legal_hold" (
	"org_id" uuid NOT NULL,
	"hold_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"person_id" uuid,
	"reference" text NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"lifted_at" timestamp with time zone,
	CONSTRAINT "legal_hold_org_id_hold_id_pk" PRIMARY KEY("org_id","hold_id")
);
--> statement-breakpoint
CREATE TABLE "note" (
	"org_id" uuid NOT NULL,
	"reply_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "note_org_id_reply_id_pk" PRIMARY KEY("org_id","reply_id")
);
--> statement-breakpoint
CREATE TABLE "org_key" (
	"org_id" uuid NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"wrapped_at" timestamp with time zone NOT NULL,
	CONSTRAINT "org_key_org_id_pk" PRIMARY KEY("org_id")
);
--> statement-breakpoint
CREATE TABLE "person_key" (
	"org_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"wrapped" "bytea",
	"made_at" timestamp with time zone NOT NULL,
	"shredded_at" timestamp with time zone,
	CONSTRAINT "person_key_org_id_person_id_pk" PRIMARY KEY("org_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "retention_run" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"ran_on" date NOT NULL,
	"ran_at" timestamp with time zone NOT NULL,
	"removed" jsonb NOT NULL,
	"held" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "retention_run_org_id_setting_id_ran_on_pk" PRIMARY KEY("org_id","setting_id","ran_on")
);
--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "person_id" uuid;--> statement-breakpoint
ALTER TABLE "digest" ADD COLUMN "ledger_sequence" bigint;--> statement-breakpoint
ALTER TABLE "digest" ADD COLUMN "ledger_hash" text;--> statement-breakpoint
ALTER TABLE "setting" ADD COLUMN "retention" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "setting" ADD COLUMN "dsl_sees_cases" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "board_link" ADD CONSTRAINT "board_link_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "board_session" ADD CONSTRAINT "board_session_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "anonymous_count" ADD CONSTRAINT "anonymous_count_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "anonymous_count" ADD CONSTRAINT "anonymous_count_org_id_question_id_question_version_question_version_org_id_question_id_version_fk" FOREIGN KEY ("org_id","question_id","question_version") REFERENCES "public"."question_version"("org_id","question_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "anonymous_release" ADD CONSTRAINT "anonymous_release_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_org_id_reply_id_reply_org_id_reply_id_fk" FOREIGN KEY ("org_id","reply_id") REFERENCES "public"."reply"("org_id","reply_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "org_key" ADD CONSTRAINT "org_key_org_id_organisation_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisation"("org_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_key" ADD CONSTRAINT "person_key_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_run" ADD CONSTRAINT "retention_run_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "note_person" ON "note" USING btree ("org_id","person_id");--> statement-breakpoint
CREATE INDEX "note_written" ON "note" USING btree ("org_id","setting_id","written_at");--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_org_id_installation_id_installation_org_id_installation_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","installation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parked_channel" ADD CONSTRAINT "parked_channel_org_id_installation_id_installation_org_id_installation_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","installation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_unsealed" ON "ledger" USING btree ("org_id","at") WHERE sequence is null;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_sequence" ON "ledger" USING btree ("org_id","sequence") WHERE sequence is not null;
--> statement-breakpoint
-- The new tables behind the walls. What is only ever added to, and the few columns of those that may change.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['board_link', 'board_session', 'anonymous_count', 'anonymous_release', 'legal_hold', 'note',
    'org_key', 'person_key', 'retention_run']
  LOOP
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO vigil_app', t);
    IF t IN ('board_link', 'board_session', 'anonymous_count', 'note') THEN
      EXECUTE format('GRANT UPDATE, DELETE ON %I TO vigil_app', t);
    END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY one_organisation ON %I USING (org_id = nullif(current_setting(''app.org'', true), '''')::uuid)
       WITH CHECK (org_id = nullif(current_setting(''app.org'', true), '''')::uuid)', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT UPDATE ("wrapped", "wrapped_at") ON "org_key" TO vigil_app;--> statement-breakpoint
GRANT UPDATE ("wrapped", "shredded_at") ON "person_key" TO vigil_app;--> statement-breakpoint
GRANT UPDATE ("lifted_at") ON "legal_hold" TO vigil_app;--> statement-breakpoint
-- The ledger: the program adds rows and may not say where they stand in the chain; a row added asks for sealing within
-- the minute, by its organisation's own clock. The wake is not written again where one is near enough, so that
-- presses do not wait for each other on it; a sealing that found something looks once more.
CREATE FUNCTION ledger_unchained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'vigil_app' THEN
    NEW.sequence := NULL;
    NEW.hash := NULL;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_unchained BEFORE INSERT ON "ledger" FOR EACH ROW EXECUTE FUNCTION ledger_unchained();
--> statement-breakpoint
CREATE FUNCTION ledger_asks_for_sealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO wake (org_id, step, due_at, clock)
  SELECT a.org_id, 'seal-ledger', a.due_at, o.clock
  FROM (SELECT org_id, min(at) + interval '1 minute' AS due_at FROM added WHERE sequence IS NULL GROUP BY org_id) a
  JOIN organisation o ON o.org_id = a.org_id
  WHERE NOT EXISTS (SELECT FROM wake w WHERE w.org_id = a.org_id AND w.step = 'seal-ledger' AND w.due_at <= a.due_at)
  ON CONFLICT (org_id, step) DO UPDATE SET due_at = least(wake.due_at, excluded.due_at);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_asks_for_sealing AFTER INSERT ON "ledger" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_asks_for_sealing();
--> statement-breakpoint
-- Sealing is the one change a ledger row ever sees, and only this function makes it: rows that have no place yet are
-- given the next ones, in the order told, or nothing happens.
CREATE FUNCTION seal_ledger_rows(first_sequence bigint, entries uuid[], hashes text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  org uuid := nullif(current_setting('app.org', true), '')::uuid;
  sealed integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('seal-ledger ' || org::text, 0));
  IF first_sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM ledger WHERE org_id = org AND sequence IS NOT NULL)
     OR cardinality(entries) <> cardinality(hashes) THEN
    RETURN 0;
  END IF;
  UPDATE ledger l SET sequence = first_sequence + e.at - 1, hash = hashes[e.at]
  FROM unnest(entries) WITH ORDINALITY AS e(id, at)
  WHERE l.org_id = org AND l.entry_id = e.id AND l.sequence IS NULL;
  GET DIAGNOSTICS sealed = ROW_COUNT;
  IF sealed <> cardinality(entries) THEN
    RAISE EXCEPTION 'A ledger row was already sealed, or is not there';
  END IF;
  RETURN sealed;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION seal_ledger_rows(bigint, uuid[], text[]) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION seal_ledger_rows(bigint, uuid[], text[]) TO vigil_app;--> statement-breakpoint
-- Replies are never changed; once they are past their time they are removed, by this function alone, with their
-- notes. A reply that an action rests on stays as long as the action, and a hold keeps all it is for. The function
-- itself writes the row of the ledger, so that nobody who may call it can remove replies without a trace.
CREATE FUNCTION remove_replies(of_setting uuid, before timestamptz, entry uuid, at timestamptz, night date)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  org uuid := nullif(current_setting('app.org', true), '')::uuid;
  removed integer;
BEGIN
  WITH gone AS (
    SELECT r.reply_id FROM reply r
    WHERE r.org_id = org AND r.setting_id = of_setting AND r.replied_at < before
      AND NOT EXISTS (SELECT FROM action a WHERE a.org_id = org AND a.reply_id = r.reply_id)
      AND NOT EXISTS (SELECT FROM legal_hold h WHERE h.org_id = org AND h.lifted_at IS NULL
        AND (h.person_id = r.person_id OR (h.person_id IS NULL AND h.setting_id = of_setting)))),
  notes AS (DELETE FROM note n USING gone WHERE n.org_id = org AND n.reply_id = gone.reply_id)
  DELETE FROM reply r USING gone WHERE r.org_id = org AND r.reply_id = gone.reply_id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  IF removed > 0 THEN
    INSERT INTO ledger (org_id, entry_id, at, kind, subject, facts)
    VALUES (org, entry, at, 'retention_applied', of_setting::text,
      jsonb_build_object('night', night::text, 'class', 'answers', 'removed', removed));
  END IF;
  RETURN removed;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION remove_replies(uuid, timestamptz, uuid, timestamptz, date) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION remove_replies(uuid, timestamptz, uuid, timestamptz, date) TO vigil_app;--> statement-breakpoint
-- The nightly removal is due at once for whoever is there already, and the ledger is sealed from its beginning.
INSERT INTO "wake" ("org_id", "step", "due_at", "clock")
  SELECT DISTINCT w."org_id", s."step",
    CASE w."clock" WHEN 'stored' THEN timestamptz '2000-01-01T00:00:00Z' ELSE now() END, w."clock"
  FROM "wake" w
  CROSS JOIN (VALUES ('seal-ledger'), ('apply-retention')) AS s("step")
  ON CONFLICT DO NOTHING;
