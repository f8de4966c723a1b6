-- What people are written to about, from the unit of work of its cause until it is delivered.

create table mail (
    id uuid primary key,
    -- See MailKind and MailClass of server/domain/src/mail.rs.
    kind text not null,
    class text not null,
    -- What it is about: a text; for an invitation the person, for a digest the digest itself.
    subject_id uuid not null,
    -- Which time the same thing happens to the same subject: the number in the journal of the text's last move.
    occasion bigint not null,
    person_id uuid not null references person (id),
    made_at timestamptz not null,
    -- The digest in which it goes.
    digest_id uuid references mail (id),
    -- Counts the tries: whoever tries says which one it is, and only the last one counts.
    attempts bigint not null,
    -- From when on it may be tried; while it is, until when nobody else may.
    next_at timestamptz not null,
    -- What the mail server said last, when it did not take it.
    fault text,
    ended_at timestamptz,
    ended_because text,
    -- One cause, one mail.
    unique (kind, subject_id, occasion, person_id)
);

create index mail_next on mail (next_at) where ended_at is null;
create index mail_digest on mail (digest_id) where digest_id is not null;
create index mail_ended on mail (ended_because, ended_at);

-- What somebody chose; who is not here has the usual rhythms.
create table mail_choice (
    person_id uuid primary key references person (id),
    news text not null,
    tasks text not null,
    -- What a digest's link to stop them carries. It can do nothing else, so it is kept as it is.
    stop_secret text not null unique
);
