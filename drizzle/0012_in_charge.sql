-- Who is in charge: a question a place and day, what was said to it, trips; who covers for the DSL; a setting's sites.
-- Safe beside the program before: every new column has a value by itself.
CREATE TABLE "charge" (
	"org_id" uuid NOT NULL,
	"charge_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"charged_on" date NOT NULL,
	"place" text NOT NULL,
	"trip_id" uuid,
	"main" boolean NOT NULL,
	"token" text NOT NULL,
	"asked_of" uuid,
	"asked_at" timestamp with time zone NOT NULL,
	"due_by" timestamp with time zone NOT NULL,
	"waited" boolean DEFAULT false NOT NULL,
	"said" text,
	"named_id" uuid,
	"said_by" uuid,
	"said_at" timestamp with time zone,
	"alert_id" uuid,
	"alerts" integer DEFAULT 0 NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "charge_org_id_charge_id_pk" PRIMARY KEY("org_id","charge_id"),
	CONSTRAINT "charge_place" UNIQUE("org_id","setting_id","charged_on","place"),
	CONSTRAINT "charge_token" UNIQUE("org_id","token")
);
--> statement-breakpoint
CREATE TABLE "naming" (
	"org_id" uuid NOT NULL,
	"naming_id" uuid NOT NULL,
	"charge_id" uuid NOT NULL,
	"said" text NOT NULL,
	"person_id" uuid,
	"said_by" uuid NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "naming_org_id_naming_id_pk" PRIMARY KEY("org_id","naming_id")
);
--> statement-breakpoint
CREATE TABLE "trip" (
	"org_id" uuid NOT NULL,
	"trip_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"name" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"said_by" uuid NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "trip_org_id_trip_id_pk" PRIMARY KEY("org_id","trip_id")
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "charge_id" uuid;--> statement-breakpoint
ALTER TABLE "setting" ADD COLUMN "sites" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "membership" ADD COLUMN "covers" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "membership" ADD COLUMN "in_charge" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_org_id_trip_id_trip_org_id_trip_id_fk" FOREIGN KEY ("org_id","trip_id") REFERENCES "public"."trip"("org_id","trip_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_org_id_asked_of_person_org_id_person_id_fk" FOREIGN KEY ("org_id","asked_of") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_org_id_named_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","named_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_org_id_said_by_person_org_id_person_id_fk" FOREIGN KEY ("org_id","said_by") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "naming" ADD CONSTRAINT "naming_org_id_charge_id_charge_org_id_charge_id_fk" FOREIGN KEY ("org_id","charge_id") REFERENCES "public"."charge"("org_id","charge_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "naming" ADD CONSTRAINT "naming_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "naming" ADD CONSTRAINT "naming_org_id_said_by_person_org_id_person_id_fk" FOREIGN KEY ("org_id","said_by") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trip" ADD CONSTRAINT "trip_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trip" ADD CONSTRAINT "trip_org_id_said_by_person_org_id_person_id_fk" FOREIGN KEY ("org_id","said_by") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "naming_charge" ON "naming" USING btree ("org_id","charge_id","said_at");--> statement-breakpoint
CREATE INDEX "trip_days" ON "trip" USING btree ("org_id","setting_id","ends_on");--> statement-breakpoint
CREATE INDEX "message_charge" ON "message" USING btree ("org_id","charge_id") WHERE charge_id is not null;
--> statement-breakpoint
-- The new tables behind the walls. What was said is added to, and removed once past its time, but never changed.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['trip', 'charge', 'naming']
  LOOP
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', t);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO vigil_app', t);
    IF t <> 'naming' THEN
      EXECUTE format('GRANT UPDATE ON %I TO vigil_app', t);
    END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY one_organisation ON %I USING (org_id = nullif(current_setting(''app.org'', true), '''')::uuid)
       WITH CHECK (org_id = nullif(current_setting(''app.org'', true), '''')::uuid)', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- The first question of who is in charge is asked of whoever is there already.
INSERT INTO "wake" ("org_id", "step", "due_at", "clock")
  SELECT DISTINCT w."org_id", 'ask-charge',
    CASE w."clock" WHEN 'stored' THEN timestamptz '2000-01-01T00:00:00Z' ELSE now() END, w."clock"
  FROM "wake" w
  ON CONFLICT DO NOTHING;
