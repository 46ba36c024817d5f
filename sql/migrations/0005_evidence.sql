-- What people keep and say about misses: evidence sets, reasons, codings. No export can give it again.

create table evidence_sets (
    evidence_id integer not null,
    metric varchar not null,
    week varchar not null,
    basis varchar,
    statement varchar not null,
    -- met | missed: which rows of the metric are the harm
    outcome varchar not null,
    -- how many rows the sample was drawn from
    drawn_from bigint not null,
    seed integer not null,
    created_at timestamp not null,
    created_by varchar
);

-- The question's and the cause's filters together.
create table evidence_filters (
    evidence_id integer not null,
    dimension varchar not null,
    value varchar not null
);

-- The rows as they were when they were drawn, so that a set reads the same later.
create table evidence_rows (
    evidence_id integer not null,
    position integer not null,
    source_system varchar not null,
    ticket_id varchar not null,
    subject_id varchar not null,
    attributed_at timestamp not null,
    market varchar,
    lob varchar,
    tier varchar,
    channel varchar,
    site varchar,
    team varchar,
    priority varchar,
    language varchar,
    category varchar,
    subcategory varchar,
    created_at timestamp not null,
    solved_at timestamp
);

-- The taxonomy, dated: a reason is offered on [valid_from, valid_until).
create table miss_reasons (
    reason varchar not null,
    label varchar not null,
    position integer not null,
    valid_from date not null,
    valid_until date
);

insert into miss_reasons values
    ('capacity', 'Too few people on shift', 1, date '2000-01-01', null),
    ('knowledge', 'Answer not known or not found', 2, date '2000-01-01', null),
    ('process', 'Process or policy in the way', 3, date '2000-01-01', null),
    ('tool', 'Tool or system failed', 4, date '2000-01-01', null),
    ('routing', 'Wrong queue or late hand-over', 5, date '2000-01-01', null),
    ('waiting', 'Waited for another team', 6, date '2000-01-01', null),
    ('wording', 'Tone or wording', 7, date '2000-01-01', null),
    ('product', 'The product itself, not the service', 8, date '2000-01-01', null),
    ('other', 'Something else', 9, date '2000-01-01', null);

-- Only ever added to: the coding of a subject with the highest number counts, a null takes it back.
create table miss_codings (
    coding_no bigint not null,
    metric varchar not null,
    source_system varchar not null,
    subject_id varchar not null,
    reason varchar,
    coded_at timestamp not null,
    coded_by varchar
);
