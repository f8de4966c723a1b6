-- Suggestions in live texts: in whose name the server heard each first, and what was decided. What they say stands in the
-- text; a row whose suggestion is not there any more was decided, or taken back.

create table suggestion (
    document_id uuid not null references document (id),
    person_id uuid not null references person (id),
    -- Which of this person's in the text.
    code text not null,
    territory_id uuid references territory (id),
    suggested_at timestamptz not null,
    -- 'acceptee' or 'refusee'; by whom, for which territory and when.
    decision text,
    decided_by uuid references person (id),
    decided_for uuid references territory (id),
    decided_at timestamptz,
    primary key (document_id, person_id, code)
);

-- How many suggestions were pending when a version was frozen. The version's own row is never written again.
alter table version add column suggestions bigint not null default 0;
