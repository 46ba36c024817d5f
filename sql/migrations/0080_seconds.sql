-- Instants have second precision (C1) and are kept in seconds: half the room of microseconds, in which DuckDB packs what no source tells.
-- What decides which version of a row wins is the source's own instant; only where it gives none, the instant the file arrived (amendment 2) is kept beside.
-- Tables are made anew, since not every catalogue narrows a column's type.

create table next_tickets (
    source_system varchar not null,
    ticket_id varchar not null,
    source_updated_at timestamp_s,
    arrived_at timestamp,
    created_at timestamp_s not null,
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
    solved_at timestamp_s,
    first_reply_at timestamp_s,
    reopen_count integer,
    first_reply_due_at timestamp_s,
    resolution_due_at timestamp_s,
    first_reply_met boolean,
    resolution_met boolean,
    extra map(varchar, varchar),
    file_id integer not null,
    line_no bigint not null
);
insert into next_tickets by name select * exclude (version_at), if(source_updated_at is null, version_at, null) as arrived_at from tickets;
drop table tickets;
alter table next_tickets rename to tickets;

create table next_ticket_events (
    source_system varchar not null,
    event_id varchar not null,
    ticket_id varchar not null,
    occurred_at timestamp_s not null,
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
insert into next_ticket_events by name select * from ticket_events;
drop table ticket_events;
alter table next_ticket_events rename to ticket_events;

create table next_surveys (
    source_system varchar not null,
    survey_id varchar not null,
    ticket_id varchar not null,
    sent_at timestamp_s,
    responded_at timestamp_s,
    score integer,
    scale_max integer not null,
    comment varchar,
    survey_version varchar,
    language varchar,
    file_id integer not null,
    line_no bigint not null
);
insert into next_surveys by name select * from surveys;
drop table surveys;
alter table next_surveys rename to surveys;

create table next_qa_reviews (
    source_system varchar not null,
    review_id varchar not null,
    source_updated_at timestamp_s,
    arrived_at timestamp,
    ticket_id varchar not null,
    agent_id varchar,
    reviewer_id varchar,
    interaction_at timestamp_s not null,
    reviewed_at timestamp_s not null,
    scorecard_id varchar not null,
    scorecard_version integer not null,
    state varchar not null,
    sampling varchar not null,
    source varchar not null,
    file_id integer not null,
    line_no bigint not null
);
insert into next_qa_reviews by name select * exclude (version_at), if(source_updated_at is null, version_at, null) as arrived_at from qa_reviews;
drop table qa_reviews;
alter table next_qa_reviews rename to qa_reviews;

create table next_qa_review_items (
    source_system varchar not null,
    review_id varchar not null,
    item_id varchar not null,
    source_updated_at timestamp_s,
    arrived_at timestamp,
    value double,
    comment varchar,
    file_id integer not null,
    line_no bigint not null
);
insert into next_qa_review_items by name select * exclude (version_at), if(source_updated_at is null, version_at, null) as arrived_at from qa_review_items;
drop table qa_review_items;
alter table next_qa_review_items rename to qa_review_items;

create table next_look_ups (
    look_up varchar not null,
    key varchar not null,
    source_updated_at timestamp_s,
    arrived_at timestamp,
    extra map(varchar, varchar),
    file_id integer not null,
    line_no bigint not null
);
insert into next_look_ups by name select * exclude (version_at), if(source_updated_at is null, version_at, null) as arrived_at from look_ups;
drop table look_ups;
alter table next_look_ups rename to look_ups;
