with
    told as (
        select 'ticket events' as rows_of, source_system, ticket_id from ticket_events
        union all
        select 'surveys' as rows_of, source_system, ticket_id from surveys
        union all
        select 'QA reviews' as rows_of, source_system, ticket_id from qa_reviews
    ),

    found as (
        select
            rows_of,
            source_system,
            ticket_id,
            count(*) as row_count,
        from told
        anti join tickets using (source_system, ticket_id)
        group by all
    )

select
    rows_of,
    source_system,
    ticket_id,
    found.row_count,
    orphans.row_count as row_count_kept,
from found
full join orphans using (rows_of, source_system, ticket_id)
where found.row_count is distinct from orphans.row_count
