-- Meetings of bodies: prepared, convened, held, and their relevé de décisions.

-- How many meetings a year the association wants of a body, at least; none where it has not said.
alter table body add column meets_yearly integer;

-- The projet de coopération says so of the bodies that every association starts with.
update body set meets_yearly = 2 where slug = 'assemblee-generale';
update body set meets_yearly = 1 where slug in ('bureau', 'conference-des-presidences');
update body set meets_yearly = 3 where slug = 'conference-des-directions';
update body set meets_yearly = 4 where slug in ('club-revitalisation', 'club-developpement', 'club-transition');

create table meeting (
    id uuid primary key,
    body_id uuid not null references body (id),
    -- What it is called beside its body's name; may be empty.
    title text not null,
    starts_at timestamptz not null,
    -- When it is expected to end; when it ended is in its journal.
    ends_at timestamptz not null,
    place text not null,
    link text not null,
    second_call boolean not null,
    -- See MeetingState of server/domain/src/meeting.rs.
    state text not null,
    -- Counts every change of what is prepared: a form that was read at another revision is refused.
    revision bigint not null,
    -- RFC 5545, SEQUENCE: counts what was sent to the members after the first convocation.
    sequence bigint not null,
    -- What was sent last, and when the members were first convened; none before.
    convened_revision bigint,
    convened_at timestamptz,
    -- Why it was cancelled; else empty.
    motive text not null,
    created_at timestamptz not null,
    created_by uuid not null references person (id)
);

create index meeting_starts on meeting (starts_at);
create index meeting_body on meeting (body_id);

create table meeting_point (
    id uuid primary key,
    meeting_id uuid not null references meeting (id),
    -- From 1.
    rank integer not null,
    title text not null,
    -- The very version that is put; none for another point.
    version_id uuid references version (id)
);

create index meeting_point_meeting on meeting_point (meeting_id);

-- Who comes from outside the body for one point.
create table meeting_guest (
    id uuid primary key,
    point_id uuid not null references meeting_point (id),
    name text not null,
    -- Their account: none for whoever has none, and is not written to.
    person_id uuid references person (id)
);

create index meeting_guest_point on meeting_guest (point_id);
create index meeting_guest_person on meeting_guest (person_id) where person_id is not null;

-- Who was convened, and whether they opened the file.
create table meeting_convened (
    meeting_id uuid not null references meeting (id),
    person_id uuid not null references person (id),
    -- What was sent to them last: the meeting's sequence then.
    sequence bigint not null,
    sent_at timestamptz not null,
    -- When they opened the file for the first time, and what had been sent when they opened it last.
    opened_at timestamptz,
    opened_sequence bigint,
    primary key (meeting_id, person_id)
);

-- What happened in a meeting: never changed, never erased. See server/domain/src/meeting/journal.rs.
create table meeting_event (
    meeting_id uuid not null references meeting (id),
    -- The order in which events came.
    seq bigint not null,
    -- Chosen by whoever noted it: the same key is the same event, and is kept once.
    event_key uuid not null,
    -- The minute at which it happened.
    happened_at timestamptz not null,
    kind text not null,
    -- {"kind": "…", …}
    happening jsonb not null,
    noted_at timestamptz not null,
    noted_by uuid references person (id),
    primary key (meeting_id, seq),
    unique (meeting_id, event_key)
);

-- The relevé de décisions of a meeting.
create table meeting_record (
    meeting_id uuid primary key references meeting (id),
    -- Counts what was written: an edit of another revision is refused.
    revision bigint not null,
    -- Markdown.
    words text not null,
    written_at timestamptz not null,
    -- Approved, it is frozen: the SHA-256 of its words, in hexadecimal.
    approved_at timestamptz,
    approved_by uuid references person (id),
    sha256 text
);

-- Which meeting and which of its points a decision was taken in; none for one that is recorded without its meeting.
alter table decision add column meeting_id uuid references meeting (id);
alter table decision add column point_id uuid references meeting_point (id);

-- The address of a person's calendar holds a secret, the table its SHA-256.
create table calendar_feed (
    person_id uuid primary key references person (id),
    token_hash bytea not null unique,
    created_at timestamptz not null,
    read_at timestamptz
);
