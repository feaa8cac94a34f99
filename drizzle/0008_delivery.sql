CREATE TABLE "parked_channel" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"why" text NOT NULL,
	"parked_at" timestamp with time zone NOT NULL,
	"look_at" timestamp with time zone NOT NULL,
	CONSTRAINT "parked_channel_org_id_installation_id_channel_id_pk" PRIMARY KEY("org_id","installation_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "not_asked" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"occurrence" text NOT NULL,
	"kind" text NOT NULL,
	"standard" text NOT NULL,
	"indicator" text NOT NULL,
	"local_date" date NOT NULL,
	"local_week" text NOT NULL,
	"noted_at" timestamp with time zone NOT NULL,
	"told_week" text,
	CONSTRAINT "not_asked_org_id_setting_id_question_id_occurrence_pk" PRIMARY KEY("org_id","setting_id","question_id","occurrence")
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "claim" text;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "attempted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "doubt_token" text;--> statement-breakpoint
ALTER TABLE "lane" ADD COLUMN "shut_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "setting" ADD COLUMN "planned_on" date;--> statement-breakpoint
ALTER TABLE "not_asked" ADD CONSTRAINT "not_asked_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "not_asked_week" ON "not_asked" USING btree ("org_id","setting_id","local_week");--> statement-breakpoint
CREATE UNIQUE INDEX "message_doubt" ON "message" USING btree ("org_id","doubt_token") WHERE doubt_token is not null;--> statement-breakpoint
-- Workspaces lost before this was kept: the owner is behind the walls too, but for this one statement.
ALTER TABLE "installation" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "lane" SET "shut_at" = now() FROM "installation" i WHERE i."installation_id" = "lane"."installation_id" AND i."state" = 'revoked';--> statement-breakpoint
ALTER TABLE "installation" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
REVOKE ALL ON "parked_channel" FROM PUBLIC;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "parked_channel" TO vigil_app;--> statement-breakpoint
ALTER TABLE "parked_channel" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "parked_channel" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_organisation ON "parked_channel" USING (org_id = nullif(current_setting('app.org', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org', true), '')::uuid);--> statement-breakpoint
REVOKE ALL ON "not_asked" FROM PUBLIC;--> statement-breakpoint
GRANT SELECT, INSERT ON "not_asked" TO vigil_app;--> statement-breakpoint
GRANT UPDATE ("told_week") ON "not_asked" TO vigil_app;--> statement-breakpoint
ALTER TABLE "not_asked" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "not_asked" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_organisation ON "not_asked" USING (org_id = nullif(current_setting('app.org', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org', true), '')::uuid);
