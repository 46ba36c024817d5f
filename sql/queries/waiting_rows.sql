-- Rows that wait: for their ticket (I4), or for what another export tells of them. They count as soon as it comes.
select
    rows_of,
    source_system,
    'their ticket' as waits_for,
    cast(sum(row_count) as bigint) as row_count,
from orphans
group by all
union all
select
    'rows' as rows_of,
    source_id as source_system,
    look_up as waits_for,
    cast(sum(waiting) as bigint) as row_count,
from received_files
join received_file_look_ups using (file_id)
where waiting > 0
group by all
order by rows_of, source_system
