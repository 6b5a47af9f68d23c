CREATE TABLE "matching_rules" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"location_weight" real NOT NULL,
	"seniority_weight" real NOT NULL,
	"field_weight" real NOT NULL,
	"skills_weight" real NOT NULL,
	"positive_threshold" real NOT NULL,
	"negative_threshold" real NOT NULL,
	"updated_by" uuid,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "shortlist_entries" ADD COLUMN "rejection_reason" text;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;