CREATE TABLE "installation_notes" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "rows_added" integer;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "rows_known" integer;