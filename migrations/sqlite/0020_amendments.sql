-- A text has one document, and each of its amendments a branch of it. SQLite changes no constraint of a table: the table is
-- made anew, and what refers to it is looked at when all is done.

pragma defer_foreign_keys = on;

create table document_before as select id, paper_id, frozen, next_seq, heads, changed_at from document;

drop table document;

-- A live document. Its row is locked by whoever stores a change or moves the text: the database decides the order.
create table document (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    -- Not the text's own: an amendment's.
    branch boolean not null default false,
    frozen boolean not null,
    next_seq bigint not null,
    -- {"heads": ["hex", …]}, sorted.
    heads jsonb not null,
    changed_at timestamptz not null
);

insert into document (id, paper_id, branch, frozen, next_seq, heads, changed_at)
    select id, paper_id, false, frozen, next_seq, heads, changed_at from document_before;

drop table document_before;

create unique index document_of_paper on document (paper_id) where not branch;
create index document_paper on document (paper_id);

create trigger rights_document_frozen after update of frozen on document
when new.frozen <> old.frozen
begin update rights_revision set revision = revision + 1 where kind = 'texts'; end;

-- Amendments: branches of a frozen text, each with its motive and what became of it.
create table amendment (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    -- From 1 in its text, in the order in which they were tabled; none before: a gap would tell of those that are prepared.
    number integer,
    -- Its branch.
    document_id uuid not null unique references document (id),
    -- The amendment that it amends; none: the text.
    parent_id uuid references amendment (id),
    -- The version of the text that it was begun on, and the state that its branch starts from: {"heads": ["hex", …]}.
    version_id uuid not null references version (id),
    base jsonb not null,
    -- The territory that tables it.
    territory_id uuid not null references territory (id),
    -- 'preparation', 'depose', 'retire', 'accepte', 'refuse', 'tombe'.
    state text not null,
    -- Why it is proposed.
    motive text not null,
    begun_at timestamptz not null,
    begun_by uuid not null references person (id),
    -- When it was tabled: from then on whoever reads the text reads it, and nobody writes in it.
    tabled_at timestamptz,
    tabled_by uuid references person (id),
    -- Where the secretariat put it in the order of the votes; none: the usual order.
    rank integer,
    -- When and why it was withdrawn, accepted or refused, or fell, by whom, and through which other one it fell.
    ended_at timestamptz,
    ended_by uuid references person (id),
    ended_because text not null,
    felled_by uuid references amendment (id),
    -- The version that its acceptance made.
    made_version_id uuid references version (id),
    -- The point of a meeting in which it was decided.
    point_id uuid references meeting_point (id),
    -- Counts its changes: a form that was read at another revision is refused.
    revision bigint not null,
    unique (paper_id, number)
);

-- The territories whose people write in it: the one that tables it among them.
create table amendment_territory (
    amendment_id uuid not null references amendment (id),
    territory_id uuid not null references territory (id),
    primary key (amendment_id, territory_id)
);

create trigger rights_amendment_tabled after update of state on amendment
when new.state <> old.state
begin update rights_revision set revision = revision + 1 where kind = 'texts'; end;

create trigger rights_amendment_authors after insert on amendment_territory
begin update rights_revision set revision = revision + 1 where kind = 'texts'; end;
