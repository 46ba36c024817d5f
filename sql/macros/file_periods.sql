-- The ISO week or the day that a file's name carries (tickets-2026-W46.csv, surveys_20261115.csv); null where it carries none.
create or replace macro named_week(file_name) as
    cast(try_strptime(regexp_extract(file_name, '20[0-9]{2}-?W[0-9]{2}').replace('-', '') || '-1', '%GW%V-%u') as date);
create or replace macro named_day(file_name) as
    cast(try_strptime(regexp_extract_all(file_name, '20[0-9]{2}-?[01][0-9]-?[0-3][0-9]')[-1].replace('-', ''), '%Y%m%d') as date);
