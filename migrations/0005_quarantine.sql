-- Changes that passed the vetting and with which what is stored was no text any more: out of the log, and kept here with
-- the reason, for whoever looks into it. Their hashes are never taken again.
create table quarantine (
    document_id uuid not null references document (id),
    hash bytea not null,
    bytes bytea not null,
    person_id uuid references person (id),
    territory_id uuid references territory (id),
    received_at timestamptz not null,
    found_at timestamptz not null,
    because text not null,
    primary key (document_id, hash)
);
