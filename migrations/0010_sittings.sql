-- Who was there when a body decided, who spoke for whom, and with how many voices each voted.

alter table decision add column chair_id uuid references territory (id);
alter table decision add column second_call boolean not null default false;

-- A territory of which nothing is known has no line: none has one in a decision of before.
create table decision_attendance (
    decision_id uuid not null references decision (id),
    territory_id uuid not null references territory (id),
    -- 'present', 'arrive-apres', 'parti-avant', 'represente', 'excuse', 'absent'.
    presence text not null,
    -- The territory that held its pouvoir.
    holder_id uuid references territory (id),
    primary key (decision_id, territory_id)
);

alter table decision_vote add column voices integer not null default 1;
