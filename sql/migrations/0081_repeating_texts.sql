-- Texts that repeat are packed by their dictionary without trying anything else: whatever DuckDB tries, that is what it ends with, and trying
-- (FSST above all) was half of what writing a text costs. Catalogues of other forms take the words and pack as they do.
-- Tables are made anew, since a column's packing cannot be changed.

create table next_tickets (
    source_system varchar using compression dictionary not null,
    ticket_id varchar not null,
    source_updated_at timestamp_s,
    arrived_at timestamp,
    created_at timestamp_s not null,
    created_by varchar using compression dictionary,
    status varchar using compression dictionary not null,
    channel varchar using compression dictionary,
    market varchar using compression dictionary,
    lob varchar using compression dictionary,
    priority varchar using compression dictionary,
    tier smallint,
    site_id varchar using compression dictionary,
    team_id varchar using compression dictionary,
    agent_id varchar using compression dictionary,
    language varchar using compression dictionary,
    contact_reason varchar using compression dictionary,
    sub_reason varchar using compression dictionary,
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
insert into next_tickets by name select * from tickets;
drop table tickets;
alter table next_tickets rename to tickets;

create table next_ticket_events (
    source_system varchar using compression dictionary not null,
    event_id varchar not null,
    ticket_id varchar not null,
    occurred_at timestamp_s not null,
    seq integer not null,
    type varchar using compression dictionary not null,
    actor_type varchar using compression dictionary not null,
    actor_id varchar,
    is_public boolean,
    new_value varchar using compression dictionary,
    old_value varchar using compression dictionary,
    reason_code varchar using compression dictionary,
    file_id integer not null,
    line_no bigint not null
);
insert into next_ticket_events by name select * from ticket_events;
drop table ticket_events;
alter table next_ticket_events rename to ticket_events;

create table next_surveys (
    source_system varchar using compression dictionary not null,
    survey_id varchar not null,
    ticket_id varchar not null,
    sent_at timestamp_s,
    responded_at timestamp_s,
    score integer,
    scale_max integer not null,
    comment varchar,
    survey_version varchar using compression dictionary,
    language varchar using compression dictionary,
    file_id integer not null,
    line_no bigint not null
);
insert into next_surveys by name select * from surveys;
drop table surveys;
alter table next_surveys rename to surveys;
