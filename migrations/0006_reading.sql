-- How far a person says that they have read a text: their own bookmark, which nobody else is shown.

create table reading (
    person_id uuid not null references person (id),
    paper_id uuid not null references paper (id),
    heads jsonb not null,
    read_at timestamptz not null,
    primary key (person_id, paper_id)
);
