select
    count(*) as files,
    count(*) filter (where state = 'refused') as refused,
    count(*) filter (where state = 'loaded' and rejected > 0) as with_rejects,
    cast(coalesce(sum(offered), 0) as bigint) as offered,
    cast(coalesce(sum(loaded), 0) as bigint) as loaded,
    cast(coalesce(sum(rejected), 0) as bigint) as rejected,
from received_files
