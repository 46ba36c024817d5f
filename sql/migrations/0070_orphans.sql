-- Rows that tell of a ticket which is not there yet (I4), by ticket. Kept with the facts: looking through all of history for them was most of the
-- first page after each load. A rebuild brings it back.
create table orphans (
    -- ticket events | surveys | QA reviews
    rows_of varchar not null,
    source_system varchar not null,
    ticket_id varchar not null,
    row_count bigint not null
);
