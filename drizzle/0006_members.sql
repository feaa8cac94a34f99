CREATE TABLE "member" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"zone" text,
	"standing" text NOT NULL,
	"decision" text DEFAULT 'undecided' NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "member_org_id_installation_id_user_id_pk" PRIMARY KEY("org_id","installation_id","user_id"),
	CONSTRAINT "member_token" UNIQUE("org_id","token")
);
--> statement-breakpoint
ALTER TABLE "inbound_event" ADD COLUMN "leased_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "scopes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "installed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_org_id_installation_id_installation_org_id_installation_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","installation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
REVOKE ALL ON "member" FROM PUBLIC;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "member" TO vigil_app;--> statement-breakpoint
ALTER TABLE "member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "member" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_organisation ON "member" USING (org_id = nullif(current_setting('app.org', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org', true), '')::uuid);
