-- A change is found by its number. Its hash is compared with the room's history before it is stored, and with what is
-- stored when the answer to a commit was lost: an index of it, a page in a random place for each change, serves nothing.

create table numbered_change (
    document_id uuid not null references document (id),
    seq bigint not null,
    hash bytea not null,
    bytes bytea not null,
    person_id uuid references person (id),
    territory_id uuid references territory (id),
    received_at timestamptz not null,
    primary key (document_id, seq)
);

insert into numbered_change (document_id, seq, hash, bytes, person_id, territory_id, received_at)
    select document_id, seq, hash, bytes, person_id, territory_id, received_at from change;

drop table change;

alter table numbered_change rename to change;
