-- Who gets which report when, what was published, and one row per delivery: the truth about what was sent, whoever crashed meanwhile.

create table report_schedules (
    schedule_id varchar not null,
    name varchar not null,
    -- When, in the schedule's own zone: the report is about the last full week before.
    cron varchar not null,
    time_zone varchar not null,
    -- JSON: dimension → values.
    filters varchar not null,
    is_active boolean not null,
    -- No period before it is caught up with.
    starts_at timestamp not null
);

create table report_recipients (
    recipient_id varchar not null,
    schedule_id varchar not null,
    -- page | folder | email
    channel varchar not null,
    address varchar not null,
    -- JSON, beside those of the schedule: each recipient gets their own rows.
    filters varchar not null
);

create table published_reports (
    sha256 varchar not null,
    period varchar not null,
    filters varchar not null,
    state varchar not null,
    as_of timestamp not null,
    data_version bigint not null,
    pages integer not null,
    figures integer not null,
    bytes bigint not null,
    seconds double not null,
    published_at timestamp not null
);

create table report_deliveries (
    schedule_id varchar not null,
    period varchar not null,
    recipient_id varchar not null,
    -- claimed | handing_over | delivered | failed
    state varchar not null,
    attempts integer not null,
    -- The run of the program that has it in hand; another one may take it over only after this one is gone.
    run_id varchar not null,
    claimed_at timestamp not null,
    settled_at timestamp,
    retry_at timestamp,
    error varchar,
    sha256 varchar
);
