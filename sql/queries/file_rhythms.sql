-- Sources whose files name their week or day and that nobody expects yet: how often they have come.
with
    named as (
        select
            source_id,
            file_id,
            named_week(file_name) as week_on,
            named_day(file_name) as day_on,
        from received_files
        where state = 'loaded' and source_id not in (select source_id from expected_sources)
    )

select
    source_id,
    if(count(distinct week_on) > 0, 'week', 'day') as every,
    if(count(distinct week_on) > 0, count(distinct week_on), count(distinct day_on)) as period_count,
    max(coalesce(week_on, day_on)) as last_on,
from named
group by source_id
having count(distinct week_on) > 0 or count(distinct day_on) > 1
order by source_id
