-- What came and has no line of its own in the ledger: contents that were known, links, what was not even opened. No rebuild brings it back.
create table turned_away (
    came_at timestamp not null,
    file_name varchar not null,
    -- Null for what was not opened.
    sha256 varchar,
    reason varchar not null
);
