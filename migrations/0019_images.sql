-- The images of a text: their bytes as the server wrote them, without what the sender's file said beside the picture.
-- The text itself holds the hash, the size and the alternative text (server/domain/src/text/image.rs).

create table image (
    paper_id uuid not null references paper (id),
    -- SHA-256 of the bytes, in hexadecimal.
    hash text not null,
    -- image/png or image/jpeg.
    media_type text not null,
    -- In pixels.
    width bigint not null,
    height bigint not null,
    -- How many bytes.
    size bigint not null,
    bytes bytea not null,
    -- Nobody where a correction took it from the text that it corrects.
    uploaded_by uuid references person (id),
    uploaded_at timestamptz not null,
    primary key (paper_id, hash)
);
