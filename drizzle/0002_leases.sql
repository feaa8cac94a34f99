ALTER TABLE "message" ADD COLUMN "alert_id" uuid;--> statement-breakpoint
ALTER TABLE "wake" ADD COLUMN "leased_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "message_alert" ON "message" USING btree ("org_id","alert_id") WHERE alert_id is not null;