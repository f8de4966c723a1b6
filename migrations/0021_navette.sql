-- The navette: what the secretariat says of a change that leads to nothing that is recorded.

create table navette_label (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    -- From 1 in each text.
    number integer not null,
    -- The version that the directions validated: another one begins anew.
    version_id uuid not null references version (id),
    -- The characters of which it is said, that came, went or carry something else (`domain/src/anchor/passage.rs`); each
    -- may be empty.
    added text not null,
    removed text not null,
    formed text not null,
    -- The words that went and that came.
    words_before text not null,
    words_after text not null,
    -- What is said of it.
    label text not null,
    person_id uuid not null references person (id),
    labelled_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_by uuid references person (id),
    unique (paper_id, number)
);
