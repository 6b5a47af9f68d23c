-- Application queries run as rankwell_app and see one organisation: the one in the setting app.organization.
-- The owner of the tables (migrations, sign-in before an organisation is known) is not bound.
do $$ begin
  if not exists (select from pg_roles where rolname = 'rankwell_app') then create role rankwell_app nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
do $$ begin execute format('grant rankwell_app to %I', current_user); exception when others then
  if not pg_has_role(current_user, 'rankwell_app', 'member') then raise; end if;
end $$;
--> statement-breakpoint
grant usage on schema public to rankwell_app;
--> statement-breakpoint
do $$ declare name text; begin
  for name in
    select c.table_name from information_schema.columns c
    where c.table_schema = 'public' and c.column_name = 'organization_id' and c.table_name not in ('sessions', 'memberships')
  loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy organization on %I to rankwell_app using (organization_id = nullif(current_setting(''app.organization'', true), '''')::uuid) with check (organization_id = nullif(current_setting(''app.organization'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on %I to rankwell_app', name);
  end loop;
end $$;
--> statement-breakpoint
alter table organizations enable row level security;
--> statement-breakpoint
create policy organization on organizations to rankwell_app using (id = nullif(current_setting('app.organization', true), '')::uuid);
--> statement-breakpoint
grant select, update on organizations to rankwell_app;
--> statement-breakpoint
alter table memberships enable row level security;
--> statement-breakpoint
create policy organization on memberships to rankwell_app using (organization_id = nullif(current_setting('app.organization', true), '')::uuid);
--> statement-breakpoint
grant select on memberships to rankwell_app;
--> statement-breakpoint
alter table sessions enable row level security;
--> statement-breakpoint
alter table users enable row level security;
--> statement-breakpoint
create policy colleagues on users for select to rankwell_app using (exists (select from memberships m where m.user_id = users.id));
--> statement-breakpoint
grant select (id, name, email, is_disabled) on users to rankwell_app;
