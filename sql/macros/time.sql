-- The only conversions between instants (UTC, timestamp) and local time.
create or replace macro local_time(instant, zone) as ((instant at time zone 'UTC') at time zone zone);
create or replace macro local_date(instant, zone) as cast(local_time(instant, zone) as date);
create or replace macro reporting_date(instant) as local_date(instant, reporting_zone());
