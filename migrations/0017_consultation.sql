-- Bodies that are consulted in writing, and avis that are gathered without deciding anything.

create table consultation (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    -- The frozen version that is asked about.
    version_id uuid not null references version (id),
    body_id uuid not null references body (id),
    -- The rule of the day on which it opened, which holds until it closes; none where nothing is decided.
    rule_id uuid references body_rule (id),
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    opened_by uuid references person (id),
    -- How many times those who are silent were reminded.
    reminded bigint not null,
    ended_at timestamptz,
    -- See ConsultationEnd of server/domain/src/decision/written.rs.
    ended_because text,
    -- How it ended, in words; empty until then.
    explanation text not null,
    decision_id uuid references decision (id)
);

-- One at a time for a text: the database decides who came first.
create unique index consultation_open on consultation (paper_id) where ended_at is null;

create table consultation_answer (
    consultation_id uuid not null references consultation (id),
    territory_id uuid not null references territory (id),
    vote text not null,
    -- What it says beside; may be empty.
    words text not null,
    person_id uuid not null references person (id),
    given_at timestamptz not null,
    primary key (consultation_id, territory_id)
);

-- Decided without meeting; a vote that is a silence under the rule.
alter table decision add column written boolean not null default false;
alter table decision_vote add column silent boolean not null default false;
