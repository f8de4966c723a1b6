-- Who belongs to the association, and who does what in it, from when to when.

create table association (
    id uuid primary key,
    name text not null,
    demonstration boolean not null,
    storage_id text not null,
    created_at timestamptz not null
);

create table territory (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    membership text not null,
    colour smallint not null,
    since date not null,
    until date
);

create table body (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    kind text not null,
    conducts text unique,
    rank smallint not null
);

-- A rule holds from its day until the next rule of the same body.
create table body_rule (
    id uuid primary key,
    body_id uuid not null references body (id),
    since date not null,
    confirmed boolean not null,
    rule jsonb not null,
    recorded_at timestamptz not null,
    recorded_by uuid,
    unique (body_id, since)
);

create table strand (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    rank smallint not null
);

create table person (
    id uuid primary key,
    name text not null,
    email text not null,
    email_folded text not null unique,
    password_hash text,
    demonstration boolean not null,
    created_at timestamptz not null
);

create table mandate (
    id uuid primary key,
    person_id uuid not null references person (id),
    territory_id uuid references territory (id),
    function text not null,
    since date not null,
    until date,
    given_at timestamptz not null,
    given_by uuid references person (id)
);

create index mandate_person on mandate (person_id);

create table mandate_seat (
    mandate_id uuid not null references mandate (id),
    body_id uuid not null references body (id),
    primary key (mandate_id, body_id)
);

create table invitation (
    token_hash bytea primary key,
    person_id uuid not null references person (id),
    created_at timestamptz not null,
    created_by uuid references person (id),
    expires_at timestamptz not null,
    used_at timestamptz
);

-- The cookie holds the token, the table its SHA-256.
create table session (
    token_hash bytea primary key,
    person_id uuid not null references person (id),
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    agent text not null
);

create index session_person on session (person_id);
