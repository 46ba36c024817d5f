with
    rows_of_files as (
select 'tickets' as table_name, file_id from tickets
union all by name
select 'ticket_events' as table_name, file_id from ticket_events
union all by name
select 'surveys' as table_name, file_id from surveys
union all by name
select 'qa_reviews' as table_name, file_id from qa_reviews
union all by name
select 'qa_review_items' as table_name, file_id from qa_review_items
union all by name
select 'qa_scorecard_items' as table_name, file_id from qa_scorecard_items
union all by name
select 'markets' as table_name, file_id from markets
union all by name
select 'teams' as table_name, file_id from teams
union all by name
select 'roster' as table_name, file_id from roster
union all by name
select 'sla_policies' as table_name, file_id from sla_policies
union all by name
select 'sla_targets' as table_name, file_id from sla_targets
union all by name
select 'calendars' as table_name, file_id from calendars
union all by name
select 'calendar_weekly' as table_name, file_id from calendar_weekly
union all by name
select 'calendar_exceptions' as table_name, file_id from calendar_exceptions
union all by name
select 'kpi_targets' as table_name, file_id from kpi_targets
union all by name
select 'look_ups' as table_name, file_id from look_ups
union all by name
select 'workforce_daily' as table_name, file_id from workforce_daily
    )

select
    table_name,
    file_id,
    count(*) as row_count,
from rows_of_files
anti join (select file_id from received_files where state = 'loaded') as loaded_files using (file_id)
group by all
