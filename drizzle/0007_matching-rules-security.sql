alter table matching_rules enable row level security;
--> statement-breakpoint
create policy organization on matching_rules to rankwell_app using (organization_id = nullif(current_setting('app.organization', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization', true), '')::uuid);
--> statement-breakpoint
grant select, insert, update, delete on matching_rules to rankwell_app;
