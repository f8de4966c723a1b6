-- How often what rights are read from has changed: who follows rights asks this table alone, and reads the rest when it
-- moves, whoever moved it. Its triggers differ from one engine to the other.

create table rights_revision (
    -- 'sessions', 'people' or 'texts'.
    kind text not null,
    shard integer not null,
    revision bigint not null,
    primary key (kind, shard)
);

insert into rights_revision (kind, shard, revision) values ('sessions', 0, 0), ('people', 0, 0), ('texts', 0, 0);

-- Adds one to a row that nobody else holds, or makes another: units of work never wait for one another here.
create function rights_moved() returns trigger language plpgsql set search_path from current as $$
declare
    free integer;
begin
    select shard into free from rights_revision where kind = tg_argv[0] order by shard limit 1 for update skip locked;
    if found then
        update rights_revision set revision = revision + 1 where kind = tg_argv[0] and shard = free;
    else
        insert into rights_revision (kind, shard, revision) values (tg_argv[0], pg_backend_pid(), 1)
        on conflict (kind, shard) do update set revision = rights_revision.revision + 1;
    end if;
    return null;
end $$;

create trigger rights_session_ended after delete on session
for each row execute function rights_moved('sessions');

create trigger rights_session_shortened after update of expires_at, seen_at on session
for each row when (new.expires_at < old.expires_at or new.seen_at < old.seen_at) execute function rights_moved('sessions');

create trigger rights_mandate_given after insert on mandate
for each row execute function rights_moved('people');

create trigger rights_mandate_changed after update on mandate
for each row execute function rights_moved('people');

create trigger rights_mandate_removed after delete on mandate
for each row execute function rights_moved('people');

create trigger rights_seat_given after insert on mandate_seat
for each row execute function rights_moved('people');

create trigger rights_seat_changed after update on mandate_seat
for each row execute function rights_moved('people');

create trigger rights_seat_removed after delete on mandate_seat
for each row execute function rights_moved('people');

create trigger rights_body_conducts after update of conducts on body
for each row execute function rights_moved('people');

create trigger rights_person_named after update of name on person
for each row execute function rights_moved('people');

create trigger rights_territory_named after update of name, colour on territory
for each row execute function rights_moved('people');

create trigger rights_paper_moved after update of stage on paper
for each row when (new.stage <> old.stage) execute function rights_moved('texts');

create trigger rights_document_frozen after update of frozen on document
for each row when (new.frozen <> old.frozen) execute function rights_moved('texts');

create trigger rights_perimeter_widened after insert on paper_territory
for each row execute function rights_moved('texts');

create trigger rights_perimeter_changed after update on paper_territory
for each row execute function rights_moved('texts');

create trigger rights_perimeter_narrowed after delete on paper_territory
for each row execute function rights_moved('texts');
