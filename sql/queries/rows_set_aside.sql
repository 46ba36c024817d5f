-- Rows of loaded files that no number counts: rejected ones, and those that wait for their ticket (I4) or for another export.
select
    (select cast(coalesce(sum(rejected), 0) as bigint) from received_files where state = 'loaded') as rejected,
    (select cast(coalesce(sum(waiting), 0) as bigint) from received_files) + (select cast(coalesce(sum(row_count), 0) as bigint) from orphans) as waiting,
