-- The name that people gave to a state of a text: a version's, or a moment's between two versions.

create table state_name (
    paper_id uuid not null references paper (id),
    -- The hashes of its heads, sorted, joined by commas.
    state text not null,
    name text not null,
    named_by uuid not null references person (id),
    named_at timestamptz not null,
    primary key (paper_id, state)
);
