-- Rows of loaded files that no number counts: rejected ones, and those that wait for their ticket (I4) or for another export.
select
    (select cast(coalesce(sum(rejected), 0) as bigint) from received_files where state = 'loaded') as rejected,
    (select cast(coalesce(sum(waiting), 0) as bigint) from received_files)
        + (select count(*) from ticket_events anti join tickets using (source_system, ticket_id))
        + (select count(*) from surveys anti join tickets using (source_system, ticket_id))
        + (select count(*) from qa_reviews anti join tickets using (source_system, ticket_id)) as waiting,
