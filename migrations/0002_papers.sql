-- Texts, their circuit, and what territories say of them.

create table paper (
    id uuid primary key,
    kind text not null,
    -- The live title as of the last stored change; a version has its own.
    title text not null,
    stage text not null,
    strand_id uuid references strand (id),
    addressee text not null,
    deadline date,
    call_name text,
    call_carrier text,
    call_closes_at timestamptz,
    -- The published text that this one corrects.
    corrects uuid references paper (id),
    -- Entered as adopted before the tool existed: no votes are known.
    prior boolean not null,
    demonstration boolean not null,
    created_at timestamptz not null,
    created_by uuid not null references person (id),
    created_for uuid references territory (id),
    -- Counts every move and every change of the sheet: a form that was read at another revision is refused.
    revision bigint not null
);

create index paper_stage on paper (stage);

create table paper_territory (
    paper_id uuid not null references paper (id),
    territory_id uuid not null references territory (id),
    primary key (paper_id, territory_id)
);

create index paper_territory_territory on paper_territory (territory_id);

-- A live document. Its row is locked by whoever stores a change or moves the text: the database decides the order.
create table document (
    id uuid primary key,
    paper_id uuid not null unique references paper (id),
    frozen boolean not null,
    next_seq bigint not null,
    -- {"heads": ["hex", …]}, sorted.
    heads jsonb not null,
    changed_at timestamptz not null
);

-- The source of truth: raw changes in order of arrival, with who sent them and when they came.
create table change (
    document_id uuid not null references document (id),
    seq bigint not null,
    hash bytea not null,
    bytes bytea not null,
    person_id uuid references person (id),
    territory_id uuid references territory (id),
    received_at timestamptz not null,
    primary key (document_id, seq),
    unique (document_id, hash)
);

-- An actor belongs to the person who was seen with it first.
create table actor (
    document_id uuid not null references document (id),
    actor bytea not null,
    person_id uuid references person (id),
    primary key (document_id, actor)
);

-- A cache: what the changes up to `seq` give when applied, replaced only after it was loaded and compared.
create table snapshot (
    document_id uuid primary key references document (id),
    seq bigint not null,
    bytes bytea not null,
    created_at timestamptz not null
);

-- A frozen version; nobody can write it.
create table version (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    number integer not null,
    stage text not null,
    title text not null,
    -- {"heads": ["hex", …]}, sorted.
    heads jsonb not null,
    -- {"territories": ["slug", …]}, sorted.
    perimeter jsonb not null,
    -- The canonical bytes, and their SHA-256 in hexadecimal.
    bytes bytea not null,
    sha256 text not null,
    frozen_at timestamptz not null,
    frozen_by uuid references person (id),
    unique (paper_id, number)
);

-- Avis of the conférence des directions, on the heads that were read. A newer one replaces, an edit voids.
create table opinion (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    territory_id uuid not null references territory (id),
    person_id uuid not null references person (id),
    heads jsonb not null,
    word text not null,
    reservation text not null,
    given_at timestamptz not null,
    ended_at timestamptz,
    -- 'modifie' (the text changed), 'remplace' (a newer avis), 'etape' (the text left the stage).
    ended_because text
);

create index opinion_paper on opinion (paper_id);

-- Positions of the conférence des présidences, on a frozen version.
create table position (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    version_id uuid not null references version (id),
    territory_id uuid not null references territory (id),
    person_id uuid not null references person (id),
    word text not null,
    reservation text not null,
    reservation_state text,
    taken_at timestamptz not null,
    ended_at timestamptz,
    ended_because text
);

create index position_paper on position (paper_id);

-- What a body decided on a version.
create table decision (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    version_id uuid not null references version (id),
    body_id uuid not null references body (id),
    -- The rule in force; none for a text adopted before the tool existed.
    rule_id uuid references body_rule (id),
    rule_confirmed boolean not null,
    decided_on date not null,
    adopted boolean not null,
    -- {"text": "…"}: how the result was computed, in words.
    explanation jsonb not null,
    recorded_at timestamptz not null,
    recorded_by uuid references person (id)
);

create index decision_paper on decision (paper_id);

create table decision_vote (
    decision_id uuid not null references decision (id),
    territory_id uuid not null references territory (id),
    vote text not null,
    primary key (decision_id, territory_id)
);

create table publication (
    paper_id uuid primary key references paper (id),
    version_id uuid not null references version (id),
    year smallint not null,
    slug text not null,
    -- The minute from which everyone reads it.
    visible_from timestamptz not null,
    published_at timestamptz not null,
    published_by uuid references person (id),
    unique (year, slug)
);

create table journal (
    paper_id uuid not null references paper (id),
    seq bigint not null,
    at timestamptz not null,
    person_id uuid references person (id),
    territory_id uuid references territory (id),
    -- An action's code, or 'creer', 'avis-annules', 'voir', …: see storage/journal.rs.
    action text not null,
    stage_before text,
    stage_after text,
    version_id uuid references version (id),
    motive text not null,
    -- {"…": "…"}: what the line says beside, by action.
    detail jsonb not null,
    primary key (paper_id, seq)
);
