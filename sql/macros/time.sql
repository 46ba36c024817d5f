-- The only conversions between instants (UTC, timestamp) and local time.
create or replace macro local_time(instant, zone) as ((instant at time zone 'UTC') at time zone zone);
create or replace macro local_date(instant, zone) as cast(local_time(instant, zone) as date);
-- A zone that has had one offset since 2000 and keeps it (reporting_offset, else null) needs no calendar: a tenth of the time (measured).
create or replace macro reporting_date(instant) as case
    when reporting_offset() is not null and instant >= timestamp '2000-01-01' and instant < timestamp '2100-01-01' then cast(instant + reporting_offset() as date)
    else local_date(instant, reporting_zone())
end;
