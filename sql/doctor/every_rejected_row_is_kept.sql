-- A refused file counts all of its rows as rejected and keeps the reasons of those that were wrong; beyond 100,000 they are counted only.
select
    files.file_id,
    files.file_name,
    files.rejected,
    count(rows.file_id) as kept,
from received_files as files
left join rejected_rows as rows using (file_id)
where files.state = 'loaded'
group by all
having count(rows.file_id) <> least(files.rejected, 100000)
