ALTER TABLE "lane" ADD COLUMN "shut_at" timestamp with time zone;--> statement-breakpoint
-- Those lost already: the owner is behind the walls too, but for this one statement.
ALTER TABLE "installation" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "lane" SET "shut_at" = now() FROM "installation" i WHERE i."installation_id" = "lane"."installation_id" AND i."state" = 'revoked';--> statement-breakpoint
ALTER TABLE "installation" FORCE ROW LEVEL SECURITY;
