-- What was received and what became of it. One row per file content: the hash is the identity, the name is only a label.

create table received_files (
    file_id integer not null,
    sha256 varchar not null,
    file_name varchar not null,
    bytes bigint not null,
    received_at timestamp not null,
    source_id varchar,
    profile_sha256 varchar,
    -- loaded | refused
    state varchar not null,
    reason varchar,
    offered bigint not null,
    loaded bigint not null,
    updated bigint not null,
    rejected bigint not null,
    seconds double not null,
    settled_at timestamp not null
);

create table received_file_targets (
    file_id integer not null,
    target varchar not null,
    row_count bigint not null
);

create table rejected_rows (
    file_id integer not null,
    line_no bigint not null,
    column_name varchar,
    reason varchar not null,
    value varchar,
    row_text varchar
);

-- What a source can know: its SLA basis decides which clocks are ever asked of it (amendment 3).
create table sources (
    source_system varchar not null,
    source_id varchar not null,
    sla_basis varchar not null,
    time_zone varchar
);

create table extra_dimensions (
    dimension varchar not null,
    source_id varchar not null
);

-- One row: data_version rises with every published change; data_until is the latest instant that any source has told us of.
create table warehouse_state (
    data_version bigint not null,
    data_until timestamp,
    refreshed_at timestamp
);

insert into warehouse_state values (0, null, null);

-- Which text the models were last built from (models, macros, reporting zone): when it differs, everything is rebuilt at start.
create table model_state (
    models_sha256 varchar not null
);

-- Tickets whose rows have landed but whose facts are not refreshed yet; empty whenever pages show all that has landed.
create table pending_tickets (
    source_system varchar not null,
    ticket_id varchar not null
);
