CREATE TABLE "accounts" (
	"platform" text NOT NULL,
	"organisation" text NOT NULL,
	"user" text NOT NULL,
	"person" text NOT NULL,
	"name" text NOT NULL,
	"language" text,
	"proof" text NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"mention" text NOT NULL,
	CONSTRAINT "accounts_once" PRIMARY KEY("platform","organisation","user")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"at" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"name" text NOT NULL,
	"hints" jsonb NOT NULL,
	"raw" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"sequence" integer PRIMARY KEY NOT NULL,
	"at" text NOT NULL,
	"tenant" text NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb NOT NULL,
	"mac" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"sequence" integer NOT NULL,
	"mac" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"request" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"steps" jsonb NOT NULL,
	"applied_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"platform" text NOT NULL,
	"organisation" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"is_personal" boolean NOT NULL,
	"tenants" jsonb NOT NULL,
	"language" text,
	CONSTRAINT "channels_once" PRIMARY KEY("platform","organisation","id")
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"platform" text NOT NULL,
	"organisation" text NOT NULL,
	"id" text NOT NULL,
	"reference" jsonb NOT NULL,
	CONSTRAINT "conversations_once" PRIMARY KEY("platform","organisation","id")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"request" text NOT NULL,
	"person" text NOT NULL,
	"verb" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"surface" text NOT NULL,
	CONSTRAINT "decisions_once" PRIMARY KEY("request","person")
);
--> statement-breakpoint
CREATE TABLE "freezes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "freezes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"tenant" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"fingerprint" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"umbrella" text,
	"opened_at" timestamp with time zone NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"subject" text NOT NULL,
	"platform" text NOT NULL,
	"organisation" text NOT NULL,
	"channel" text NOT NULL,
	"message" text NOT NULL,
	"shown" text NOT NULL,
	CONSTRAINT "posts_once" PRIMARY KEY("subject","platform","organisation","channel")
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"incident" text NOT NULL,
	"plan_hash" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"undoes" text,
	"requested_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sightings" (
	"key" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_request_requests_id_fk" FOREIGN KEY ("request") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_request_requests_id_fk" FOREIGN KEY ("request") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_incident_incidents_id_fk" FOREIGN KEY ("incident") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_by_person" ON "accounts" USING btree ("person");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_once" ON "alerts" USING btree ("tenant","source","source_id");--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_one_open" ON "incidents" USING btree ("fingerprint") WHERE "incidents"."state" <> 'resolved';--> statement-breakpoint
CREATE INDEX "incidents_by_fingerprint" ON "incidents" USING btree ("fingerprint","opened_at");--> statement-breakpoint
CREATE INDEX "incidents_by_time" ON "incidents" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "incidents_by_umbrella" ON "incidents" USING btree ("umbrella");--> statement-breakpoint
CREATE UNIQUE INDEX "requests_one_underway" ON "requests" USING btree ("incident","plan_hash") WHERE "requests"."state" in ('waiting', 'approved', 'applying');--> statement-breakpoint
CREATE INDEX "requests_by_incident" ON "requests" USING btree ("incident","requested_at");--> statement-breakpoint
CREATE INDEX "requests_by_time" ON "requests" USING btree ("requested_at");--> statement-breakpoint
CREATE INDEX "sightings_by_time" ON "sightings" USING btree ("seen_at");