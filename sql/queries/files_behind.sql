-- The received files whose rows stand behind numbers: of the tickets that were counted, and of the reference data that judged them.
-- Slots: filters, having (a level counts the tickets whose stretch is open).
with counted as (
    select
        source_system,
        ticket_id,
    from metric_observations
    where true
        /*{filters}*/
    group by all
    /*{having}*/
),

rows_of_files as (
    select 'tickets' as table_name, file_id from tickets semi join counted using (source_system, ticket_id)
    union all
    select 'ticket_events' as table_name, file_id from ticket_events semi join counted using (source_system, ticket_id)
    union all
    select 'surveys' as table_name, file_id from surveys semi join counted using (source_system, ticket_id)
    union all
    select 'qa_reviews' as table_name, file_id from qa_reviews semi join counted using (source_system, ticket_id)
    union all
    select 'qa_review_items' as table_name, items.file_id
    from qa_review_items as items
    semi join (select source_system, review_id from qa_reviews semi join counted using (source_system, ticket_id)) as reviews using (source_system, review_id)
    union all
    select 'qa_scorecard_items' as table_name, file_id from qa_scorecard_items
    union all
    select 'teams' as table_name, file_id from teams
    union all
    select 'roster' as table_name, file_id from roster
    union all
    select 'sla_policies' as table_name, file_id from sla_policies
    union all
    select 'sla_targets' as table_name, file_id from sla_targets
    union all
    select 'calendars' as table_name, file_id from calendars
    union all
    select 'calendar_weekly' as table_name, file_id from calendar_weekly
    union all
    select 'calendar_exceptions' as table_name, file_id from calendar_exceptions
    union all
    select 'kpi_targets' as table_name, file_id from kpi_targets where metric = $target_of or $target_of is null
)

select
    files.file_id,
    files.file_name,
    files.sha256,
    files.source_id,
    files.received_at,
    files.sha256 in (select sha256 from frozen_files where known_at <= $frozen_at) as was_known,
    count(*) as row_count,
from rows_of_files
inner join received_files as files using (file_id)
where rows_of_files.table_name in $tables
group by all
order by files.received_at, files.file_id
