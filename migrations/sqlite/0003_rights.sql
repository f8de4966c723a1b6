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

create trigger rights_session_ended after delete on session
begin update rights_revision set revision = revision + 1 where kind = 'sessions'; end;

create trigger rights_session_shortened after update of expires_at, seen_at on session
when new.expires_at < old.expires_at or new.seen_at < old.seen_at
begin update rights_revision set revision = revision + 1 where kind = 'sessions'; end;

create trigger rights_mandate_given after insert on mandate
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_mandate_changed after update on mandate
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_mandate_removed after delete on mandate
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_seat_given after insert on mandate_seat
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_seat_changed after update on mandate_seat
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_seat_removed after delete on mandate_seat
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_body_conducts after update of conducts on body
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_person_named after update of name on person
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_territory_named after update of name, colour on territory
begin update rights_revision set revision = revision + 1 where kind = 'people'; end;

create trigger rights_paper_moved after update of stage on paper
when new.stage <> old.stage
begin update rights_revision set revision = revision + 1 where kind = 'texts'; end;

create trigger rights_document_frozen after update of frozen on document
when new.frozen <> old.frozen
begin update rights_revision set revision = revision + 1 where kind = 'texts'; end;

create trigger rights_perimeter_widened after insert on paper_territory
begin update rights_revision set revision = revision + 1 where kind = 'texts'; end;

create trigger rights_perimeter_changed after update on paper_territory
begin update rights_revision set revision = revision + 1 where kind = 'texts'; end;

create trigger rights_perimeter_narrowed after delete on paper_territory
begin update rights_revision set revision = revision + 1 where kind = 'texts'; end;
