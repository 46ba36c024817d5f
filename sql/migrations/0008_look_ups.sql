-- Rows of one export that others need to be understood (who is an agent, which group is which), as the profiles keep them.
create table look_ups (
    look_up varchar not null,
    key varchar not null,
    source_updated_at timestamp,
    version_at timestamp not null,
    extra map(varchar, varchar),
    file_id integer not null,
    line_no bigint not null
);

-- Which loaded files were read with the help of which look-up.
create table received_file_look_ups (
    file_id integer not null,
    look_up varchar not null
);

-- Files to read again from the archive, because a look-up has told what they waited for; empty at the end of every run.
create table pending_files (
    file_id integer not null
);

-- Among the loaded: rows that wait for a look-up, and are in no canonical table until it comes.
alter table received_files add column waiting bigint default 0;

-- Among the loaded: rows with a local time that occurred twice (the clocks were put back) and was taken as the later.
alter table received_files add column ambiguous bigint default 0;
