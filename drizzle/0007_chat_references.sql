CREATE TABLE "chat_reference" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"chat_id" text NOT NULL,
	"conversation_id" text,
	"service_url" text NOT NULL,
	"team_id" text,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "chat_reference_org_id_installation_id_kind_chat_id_pk" PRIMARY KEY("org_id","installation_id","kind","chat_id")
);
--> statement-breakpoint
ALTER TABLE "chat_reference" ADD CONSTRAINT "chat_reference_org_id_installation_id_installation_org_id_installation_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","installation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
REVOKE ALL ON "chat_reference" FROM PUBLIC;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "chat_reference" TO vigil_app;--> statement-breakpoint
ALTER TABLE "chat_reference" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "chat_reference" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_organisation ON "chat_reference" USING (org_id = nullif(current_setting('app.org', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org', true), '')::uuid);
