-- Reserves of the présidences, each on a passage of a frozen version, with the wording that it proposes.

create table reservation (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    -- From 1 in each text, in the order in which they were tabled: how they are called.
    number integer not null,
    -- The version that was read.
    version_id uuid not null references version (id),
    territory_id uuid not null references territory (id),
    person_id uuid not null references person (id),
    -- The characters of its passage (`domain/src/anchor/passage.rs`).
    passage text not null,
    -- The words of the passage when it was tabled, and those around them in their block.
    quote text not null,
    quote_before text not null,
    quote_after text not null,
    -- What would stand in their place; empty: nothing.
    wording text not null,
    -- Why; may be empty.
    motive text not null,
    tabled_at timestamptz not null,
    -- See ReservationState of server/domain/src/paper.rs.
    state text not null,
    ruled_at timestamptz,
    -- None: a written consultation closed and found it undecided.
    ruled_by uuid references person (id),
    -- The version that lifts it, or on which it is maintained.
    ruled_version_id uuid references version (id),
    unique (paper_id, number)
);

-- Corrections of form of a frozen text, and who contests that they are of form.
create table form_correction (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    -- From 1 in each text.
    number integer not null,
    -- The number of the version that has its words, and of the one that has them no longer.
    after_version integer not null,
    undone_version integer,
    person_id uuid not null references person (id),
    motive text not null,
    -- What the text said, and says: the characters of it, its words and those around them in their block.
    former text not null,
    passage text not null,
    quote text not null,
    quote_before text not null,
    quote_after text not null,
    made_at timestamptz not null,
    contested_at timestamptz,
    contested_by uuid references person (id),
    contested_for uuid references territory (id),
    -- Why; empty until then.
    reason text not null,
    unique (paper_id, number)
);
