-- When files are due, by profile or by a person's word; written whenever the profiles are read, so that completeness is a question to SQL.
create table expected_sources (
    source_id varchar not null,
    -- day | week
    every varchar not null,
    within_hours double not null,
    time_zone varchar not null,
    -- name | arrival: what tells the period that a file is for
    period_from varchar not null,
    -- Null: from the period of the first file on.
    starts_on date,
    -- Null: for good; else no period from this day on.
    ends_on date
);
