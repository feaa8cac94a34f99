-- Setting Vigil up from chat: a draft that is left and come back to, and what a setting's type, nation and number are.
-- Safe beside the program before: each new column has a value by itself, and nothing it writes is without one.
CREATE TABLE "set_up" (
	"org_id" uuid NOT NULL,
	"set_up_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"setting_id" uuid,
	"draft" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"touched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "set_up_org_id_set_up_id_pk" PRIMARY KEY("org_id","set_up_id"),
	CONSTRAINT "set_up_token" UNIQUE("org_id","token")
);
--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "installed_by" text;--> statement-breakpoint
ALTER TABLE "setting" ADD COLUMN "dfe_number" text;--> statement-breakpoint
ALTER TABLE "setting" ADD COLUMN "type" text DEFAULT 'maintained' NOT NULL;--> statement-breakpoint
ALTER TABLE "setting" ADD COLUMN "nation" text DEFAULT 'england' NOT NULL;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "manages" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "set_up" ADD CONSTRAINT "set_up_org_id_installation_id_installation_org_id_installation_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","installation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_up" ADD CONSTRAINT "set_up_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Settings that are there get the type that is most likely for their phase. The walls are down for its owner meanwhile.
ALTER TABLE "setting" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "setting" SET "type" = CASE "phase" WHEN 'nursery' THEN 'early_years' WHEN 'college' THEN 'college' ELSE 'maintained' END;--> statement-breakpoint
ALTER TABLE "setting" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- The new table behind the walls.
REVOKE ALL ON "set_up" FROM PUBLIC;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "set_up" TO vigil_app;--> statement-breakpoint
ALTER TABLE "set_up" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "set_up" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_organisation ON "set_up" USING (org_id = nullif(current_setting('app.org', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org', true), '')::uuid);--> statement-breakpoint
-- The channels of whoever is there already are looked at from now on.
INSERT INTO "wake" ("org_id", "step", "due_at", "clock")
  SELECT DISTINCT w."org_id", 'check-channels',
    CASE w."clock" WHEN 'stored' THEN timestamptz '2000-01-01T00:00:00Z' ELSE now() END, w."clock"
  FROM "wake" w
  ON CONFLICT DO NOTHING;
