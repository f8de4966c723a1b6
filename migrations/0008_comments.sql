-- Comments on texts. The text itself holds nothing of them: a thread knows its passage by the names of its characters.

create table comment_thread (
    id uuid primary key,
    paper_id uuid not null references paper (id),
    -- The territory whose people alone are shown it; null: the whole perimeter.
    audience_id uuid references territory (id),
    -- The characters of its passage (`domain/src/anchor/passage.rs`); null: the whole text.
    passage text,
    -- The words of the passage when the thread was opened, and those around them in their block.
    quote text not null,
    quote_before text not null,
    quote_after text not null,
    opened_at timestamptz not null,
    -- The number of the next comment.
    next_seq bigint not null,
    resolved_at timestamptz,
    resolved_by uuid references person (id)
);

create index comment_thread_of_paper on comment_thread (paper_id);

create table comment (
    id uuid primary key,
    thread_id uuid not null references comment_thread (id),
    seq bigint not null,
    person_id uuid not null references person (id),
    territory_id uuid not null references territory (id),
    -- Plain words; empty once withdrawn.
    body text not null,
    written_at timestamptz not null,
    edited_at timestamptz,
    withdrawn_at timestamptz,
    unique (thread_id, seq)
);

create index comment_of_person on comment (person_id, written_at);

-- Whom a comment names: a person or a territory.
create table comment_mention (
    comment_id uuid not null references comment (id),
    person_id uuid references person (id),
    territory_id uuid references territory (id),
    mentioned_at timestamptz not null
);

create index comment_mention_of_comment on comment_mention (comment_id);

-- When a person last opened a text's comments.
create table comment_reading (
    person_id uuid not null references person (id),
    paper_id uuid not null references paper (id),
    read_at timestamptz not null,
    primary key (person_id, paper_id)
);
