CREATE TABLE "question_version" (
	"org_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "question_version_org_id_question_id_version_pk" PRIMARY KEY("org_id","question_id","version")
);
--> statement-breakpoint
CREATE TABLE "setting_question" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"version" integer NOT NULL,
	"state" text DEFAULT 'on' NOT NULL,
	"approved_at" timestamp with time zone,
	CONSTRAINT "setting_question_org_id_setting_id_question_id_pk" PRIMARY KEY("org_id","setting_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"org_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"actor" uuid,
	"facts" jsonb NOT NULL,
	"sequence" bigint,
	"hash" text,
	CONSTRAINT "ledger_org_id_entry_id_pk" PRIMARY KEY("org_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "alert" (
	"org_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"token" text NOT NULL,
	"level" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"climbs_at" timestamp with time zone,
	"acknowledged_by" uuid,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "alert_org_id_alert_id_pk" PRIMARY KEY("org_id","alert_id"),
	CONSTRAINT "alert_subject" UNIQUE("org_id","setting_id","kind","subject"),
	CONSTRAINT "alert_token" UNIQUE("org_id","token")
);
--> statement-breakpoint
CREATE TABLE "digest" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"week" text NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"facts" jsonb NOT NULL,
	"message_id" uuid,
	CONSTRAINT "digest_org_id_setting_id_week_pk" PRIMARY KEY("org_id","setting_id","week")
);
--> statement-breakpoint
CREATE TABLE "inbound_event" (
	"org_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"event_key" text NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "inbound_event_org_id_platform_event_key_pk" PRIMARY KEY("org_id","platform","event_key")
);
--> statement-breakpoint
CREATE TABLE "message" (
	"org_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid,
	"channel_id" text,
	"installation_id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"body" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"drawn_revision" integer DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"not_after" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"leased_until" timestamp with time zone,
	"platform_id" text,
	"sent_at" timestamp with time zone,
	"fault" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "message_org_id_message_id_pk" PRIMARY KEY("org_id","message_id"),
	CONSTRAINT "message_dedupe" UNIQUE("org_id","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "message_prompt" (
	"org_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "message_prompt_org_id_message_id_prompt_id_pk" PRIMARY KEY("org_id","message_id","prompt_id")
);
--> statement-breakpoint
CREATE TABLE "closure" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"closed_on" date NOT NULL,
	"reason" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "closure_org_id_setting_id_closed_on_pk" PRIMARY KEY("org_id","setting_id","closed_on")
);
--> statement-breakpoint
CREATE TABLE "half_term" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"name" text NOT NULL,
	"term" text NOT NULL,
	CONSTRAINT "half_term_org_id_setting_id_starts_on_pk" PRIMARY KEY("org_id","setting_id","starts_on")
);
--> statement-breakpoint
CREATE TABLE "house" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"migrations" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	"state" text DEFAULT 'live' NOT NULL,
	"bot_user_id" text,
	"token_sealed" "bytea",
	CONSTRAINT "installation_org_id_installation_id_pk" PRIMARY KEY("org_id","installation_id"),
	CONSTRAINT "installation_external" UNIQUE("org_id","platform","external_id")
);
--> statement-breakpoint
CREATE TABLE "installation_route" (
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	CONSTRAINT "installation_route_platform_external_id_pk" PRIMARY KEY("platform","external_id")
);
--> statement-breakpoint
CREATE TABLE "lane" (
	"installation_id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"leased_by" text,
	"leased_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"org_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"clock" text DEFAULT 'wall' NOT NULL,
	"stored_now" timestamp with time zone,
	"invented" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"name" text NOT NULL,
	"phase" text NOT NULL,
	"zone" text DEFAULT 'Europe/London' NOT NULL,
	"edition" text DEFAULT 'KCSIE 2026' NOT NULL,
	"weekly_budget" integer DEFAULT 2 NOT NULL,
	"windows" jsonb NOT NULL,
	"ask_days" integer[] NOT NULL,
	"digest_day" integer DEFAULT 1 NOT NULL,
	"digest_time" text DEFAULT '08:00' NOT NULL,
	"contacts" jsonb NOT NULL,
	"channel_installation_id" uuid,
	"channel_id" text,
	CONSTRAINT "setting_org_id_setting_id_pk" PRIMARY KEY("org_id","setting_id"),
	CONSTRAINT "setting_ref" UNIQUE("org_id","ref")
);
--> statement-breakpoint
CREATE TABLE "wake" (
	"org_id" uuid NOT NULL,
	"step" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"clock" text DEFAULT 'wall' NOT NULL,
	CONSTRAINT "wake_org_id_step_pk" PRIMARY KEY("org_id","step")
);
--> statement-breakpoint
CREATE TABLE "address" (
	"org_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"state" text DEFAULT 'reachable' NOT NULL,
	CONSTRAINT "address_org_id_person_id_pk" PRIMARY KEY("org_id","person_id"),
	CONSTRAINT "address_user" UNIQUE("org_id","installation_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"org_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"staff_ref" text NOT NULL,
	"roles" text[] NOT NULL,
	"state" text DEFAULT 'candidate' NOT NULL,
	"starts_on" date,
	"leaves_on" date,
	"working_days" integer[] NOT NULL,
	"day_start" text DEFAULT '08:00' NOT NULL,
	"day_end" text DEFAULT '16:30' NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "membership_org_id_setting_id_person_id_pk" PRIMARY KEY("org_id","setting_id","person_id"),
	CONSTRAINT "membership_staff_ref" UNIQUE("org_id","setting_id","staff_ref")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"org_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text,
	CONSTRAINT "person_org_id_person_id_pk" PRIMARY KEY("org_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "action" (
	"org_id" uuid NOT NULL,
	"action_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"standard" text NOT NULL,
	"indicator" text NOT NULL,
	"reply_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"opened_week" text NOT NULL,
	"due_on" date NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_week" text,
	CONSTRAINT "action_org_id_action_id_pk" PRIMARY KEY("org_id","action_id")
);
--> statement-breakpoint
CREATE TABLE "prompt" (
	"org_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"setting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"question_version" integer NOT NULL,
	"kind" text NOT NULL,
	"standard" text NOT NULL,
	"indicator" text NOT NULL,
	"occurrence" text NOT NULL,
	"token" text NOT NULL,
	"choice_order" jsonb,
	"seconds" integer NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"local_date" date NOT NULL,
	"local_week" text NOT NULL,
	"ask_at" timestamp with time zone NOT NULL,
	"asked_at" timestamp with time zone,
	"due_on" date,
	"closes_at" timestamp with time zone NOT NULL,
	"chase_at" timestamp with time zone,
	"nudges" integer DEFAULT 0 NOT NULL,
	"snoozed_until" timestamp with time zone,
	"overdue_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"reply_id" uuid,
	"handed_from" uuid,
	CONSTRAINT "prompt_org_id_prompt_id_pk" PRIMARY KEY("org_id","prompt_id"),
	CONSTRAINT "prompt_occurrence" UNIQUE("org_id","setting_id","question_id","occurrence","person_id"),
	CONSTRAINT "prompt_token" UNIQUE("org_id","token")
);
--> statement-breakpoint
CREATE TABLE "reply" (
	"org_id" uuid NOT NULL,
	"reply_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"setting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"question_id" text NOT NULL,
	"question_version" integer NOT NULL,
	"kind" text NOT NULL,
	"standard" text NOT NULL,
	"indicator" text NOT NULL,
	"answer" jsonb NOT NULL,
	"verdict" text NOT NULL,
	"value" double precision,
	"seconds" integer NOT NULL,
	"replied_at" timestamp with time zone NOT NULL,
	"local_date" date NOT NULL,
	"local_week" text NOT NULL,
	"note_sealed" text,
	CONSTRAINT "reply_org_id_reply_id_pk" PRIMARY KEY("org_id","reply_id"),
	CONSTRAINT "reply_revision" UNIQUE("org_id","prompt_id","revision")
);
--> statement-breakpoint
ALTER TABLE "question_version" ADD CONSTRAINT "question_version_org_id_organisation_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisation"("org_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_question" ADD CONSTRAINT "setting_question_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_question" ADD CONSTRAINT "setting_question_org_id_question_id_version_question_version_org_id_question_id_version_fk" FOREIGN KEY ("org_id","question_id","version") REFERENCES "public"."question_version"("org_id","question_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_org_id_organisation_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisation"("org_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest" ADD CONSTRAINT "digest_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_prompt" ADD CONSTRAINT "message_prompt_org_id_message_id_message_org_id_message_id_fk" FOREIGN KEY ("org_id","message_id") REFERENCES "public"."message"("org_id","message_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_prompt" ADD CONSTRAINT "message_prompt_org_id_prompt_id_prompt_org_id_prompt_id_fk" FOREIGN KEY ("org_id","prompt_id") REFERENCES "public"."prompt"("org_id","prompt_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closure" ADD CONSTRAINT "closure_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "half_term" ADD CONSTRAINT "half_term_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_org_id_organisation_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisation"("org_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting" ADD CONSTRAINT "setting_org_id_organisation_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisation"("org_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address" ADD CONSTRAINT "address_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address" ADD CONSTRAINT "address_org_id_installation_id_installation_org_id_installation_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installation"("org_id","installation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_org_id_organisation_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisation"("org_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action" ADD CONSTRAINT "action_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action" ADD CONSTRAINT "action_org_id_reply_id_reply_org_id_reply_id_fk" FOREIGN KEY ("org_id","reply_id") REFERENCES "public"."reply"("org_id","reply_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action" ADD CONSTRAINT "action_org_id_owner_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prompt" ADD CONSTRAINT "prompt_org_id_setting_id_setting_org_id_setting_id_fk" FOREIGN KEY ("org_id","setting_id") REFERENCES "public"."setting"("org_id","setting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prompt" ADD CONSTRAINT "prompt_org_id_person_id_person_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."person"("org_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prompt" ADD CONSTRAINT "prompt_org_id_question_id_question_version_question_version_org_id_question_id_version_fk" FOREIGN KEY ("org_id","question_id","question_version") REFERENCES "public"."question_version"("org_id","question_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply" ADD CONSTRAINT "reply_org_id_prompt_id_prompt_org_id_prompt_id_fk" FOREIGN KEY ("org_id","prompt_id") REFERENCES "public"."prompt"("org_id","prompt_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_at" ON "ledger" USING btree ("org_id","at");--> statement-breakpoint
CREATE INDEX "alert_climbs" ON "alert" USING btree ("org_id","state","climbs_at");--> statement-breakpoint
CREATE INDEX "message_due" ON "message" USING btree ("org_id","state","next_attempt_at");--> statement-breakpoint
CREATE INDEX "message_person" ON "message" USING btree ("org_id","person_id","created_at");--> statement-breakpoint
CREATE INDEX "message_prompt_prompt" ON "message_prompt" USING btree ("org_id","prompt_id");--> statement-breakpoint
CREATE INDEX "installation_route_org" ON "installation_route" USING btree ("org_id");--> statement-breakpoint
CREATE INDEX "wake_due" ON "wake" USING btree ("clock","step","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "action_open" ON "action" USING btree ("org_id","setting_id","question_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "action_due" ON "action" USING btree ("org_id","setting_id","state","due_on");--> statement-breakpoint
CREATE INDEX "prompt_chase" ON "prompt" USING btree ("org_id","chase_at") WHERE chase_at is not null;--> statement-breakpoint
CREATE INDEX "prompt_person" ON "prompt" USING btree ("org_id","person_id","local_week");--> statement-breakpoint
CREATE INDEX "prompt_week" ON "prompt" USING btree ("org_id","setting_id","local_week");--> statement-breakpoint
CREATE INDEX "reply_week" ON "reply" USING btree ("org_id","setting_id","local_week","indicator");