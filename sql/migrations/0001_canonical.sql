-- The canonical tables: what every export becomes, whatever its shape (metric contract §1). Instants are UTC without a zone.
-- No keys, sequences or enums: the SQL stays inside what DuckLake and MotherDuck support, and uniqueness is a check.
-- Each row carries the file and line it came from, so that every number leads back to its evidence.

create table markets (
    market varchar not null,
    name varchar,
    time_zone varchar not null,
    file_id integer not null,
    line_no bigint not null
);

create table tickets (
    source_system varchar not null,
    ticket_id varchar not null,
    -- The source's own version; null where the export has none.
    source_updated_at timestamp,
    -- What decides which version wins: source_updated_at, else the instant the file arrived (amendment 2).
    version_at timestamp not null,
    created_at timestamp not null,
    created_by varchar,
    status varchar not null,
    channel varchar,
    market varchar,
    lob varchar,
    priority varchar,
    tier smallint,
    site_id varchar,
    team_id varchar,
    agent_id varchar,
    language varchar,
    contact_reason varchar,
    sub_reason varchar,
    merged_into_ticket_id varchar,
    is_test boolean,
    solved_at timestamp,
    first_reply_at timestamp,
    reopen_count integer,
    -- What the help desk itself promised or judged; read only by the bases due_at and declared.
    first_reply_due_at timestamp,
    resolution_due_at timestamp,
    first_reply_met boolean,
    resolution_met boolean,
    -- The profile's own dimensions (tenure, shift, product ...).
    extra map(varchar, varchar),
    file_id integer not null,
    line_no bigint not null
);

create table ticket_events (
    source_system varchar not null,
    event_id varchar not null,
    ticket_id varchar not null,
    occurred_at timestamp not null,
    seq integer not null,
    type varchar not null,
    actor_type varchar not null,
    actor_id varchar,
    is_public boolean,
    new_value varchar,
    old_value varchar,
    reason_code varchar,
    file_id integer not null,
    line_no bigint not null
);

-- One row per invitation and per answer edit (T3).
create table surveys (
    source_system varchar not null,
    survey_id varchar not null,
    ticket_id varchar not null,
    sent_at timestamp,
    responded_at timestamp,
    score integer,
    scale_max integer not null,
    comment varchar,
    survey_version varchar,
    language varchar,
    file_id integer not null,
    line_no bigint not null
);

create table qa_reviews (
    source_system varchar not null,
    review_id varchar not null,
    source_updated_at timestamp,
    version_at timestamp not null,
    ticket_id varchar not null,
    agent_id varchar,
    reviewer_id varchar,
    interaction_at timestamp not null,
    reviewed_at timestamp not null,
    scorecard_id varchar not null,
    scorecard_version integer not null,
    state varchar not null,
    sampling varchar not null,
    source varchar not null,
    file_id integer not null,
    line_no bigint not null
);

create table qa_review_items (
    source_system varchar not null,
    review_id varchar not null,
    item_id varchar not null,
    source_updated_at timestamp,
    version_at timestamp not null,
    value double,
    comment varchar,
    file_id integer not null,
    line_no bigint not null
);

create table qa_scorecard_items (
    scorecard_id varchar not null,
    version integer not null,
    item_id varchar not null,
    name varchar,
    weight double not null,
    scale_min double not null,
    scale_max double not null,
    critical varchar not null,
    auto_fail boolean not null,
    pass_mark double,
    valid_from timestamp not null,
    file_id integer not null,
    line_no bigint not null
);

create table roster (
    agent_id varchar not null,
    agent_name varchar,
    team_id varchar not null,
    team_lead_id varchar,
    site_id varchar,
    partner varchar,
    tier smallint not null,
    market varchar,
    lob varchar,
    fte double,
    shift_calendar_id varchar,
    valid_from date not null,
    valid_to date,
    file_id integer not null,
    line_no bigint not null
);

create table teams (
    team_id varchar not null,
    name varchar not null,
    tier smallint not null,
    site_id varchar,
    market varchar,
    lob varchar,
    valid_from date not null,
    valid_to date,
    file_id integer not null,
    line_no bigint not null
);

create table sla_policies (
    policy_id varchar not null,
    version integer not null,
    market varchar not null,
    lob varchar not null,
    calendar_id varchar not null,
    pause_on_hold boolean not null,
    valid_from timestamp not null,
    valid_to timestamp,
    file_id integer not null,
    line_no bigint not null
);

create table sla_targets (
    policy_id varchar not null,
    version integer not null,
    priority varchar not null,
    metric varchar not null,
    target_minutes integer not null,
    file_id integer not null,
    line_no bigint not null
);

create table calendars (
    calendar_id varchar not null,
    version integer not null,
    time_zone varchar not null,
    valid_from timestamp,
    valid_to timestamp,
    file_id integer not null,
    line_no bigint not null
);

-- Local times are texts HH:MM; '24:00' is the end of the day, and to_local <= from_local runs past midnight (B1).
create table calendar_weekly (
    calendar_id varchar not null,
    version integer not null,
    dow smallint not null,
    from_local varchar not null,
    to_local varchar not null,
    file_id integer not null,
    line_no bigint not null
);

create table calendar_exceptions (
    calendar_id varchar not null,
    version integer not null,
    on_date date not null,
    kind varchar not null,
    from_local varchar,
    to_local varchar,
    name varchar,
    file_id integer not null,
    line_no bigint not null
);

-- A null scope column means any; the most specific row wins.
create table kpi_targets (
    metric varchar not null,
    market varchar,
    lob varchar,
    channel varchar,
    tier smallint,
    team varchar,
    target double not null,
    stretch double,
    minimum double,
    direction varchar not null,
    valid_from date not null,
    valid_to date,
    file_id integer not null,
    line_no bigint not null
);

create table workforce_daily (
    on_date date not null,
    agent_id varchar not null,
    paid_minutes double,
    available_minutes double,
    handling_minutes double,
    absence_minutes double,
    offline_minutes double,
    file_id integer not null,
    line_no bigint not null
);
