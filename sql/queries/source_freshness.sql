select
    source_id,
    max(received_at) as received_at,
    count(*) filter (where state = 'loaded') as loaded_files,
    count(*) filter (where state = 'refused') as refused_files,
    cast(sum(loaded) as bigint) as loaded_rows,
    cast(sum(rejected) as bigint) as rejected_rows,
from received_files
where source_id is not null
group by all
order by source_id
