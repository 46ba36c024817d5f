-- What somebody wants to do about a cause. A draft can be changed; a started plan is fixed, so that its end can be held against what it promised.

create table recovery_plans (
    plan_id integer not null,
    metric varchar not null,
    -- The week whose cause it answers, and the sentence that named the cause.
    week varchar not null,
    basis varchar,
    statement varchar not null,
    -- Rows behind the sentence; null where the cause has no misses to draw.
    evidence_id integer,
    created_at timestamp not null,
    created_by varchar
);

-- The cells that it is about: the question's filters and the cause's together.
create table recovery_plan_filters (
    plan_id integer not null,
    dimension varchar not null,
    value varchar not null
);

-- Only ever added to: the version with the highest number counts, and none is added to a plan that was started or dropped.
create table recovery_plan_versions (
    plan_id integer not null,
    version_no integer not null,
    -- draft | started | dropped
    state varchar not null,
    hypothesis varchar not null,
    lever varchar not null,
    owner varchar not null,
    goal double not null,
    from_on date not null,
    until_on date not null,
    exit_rule varchar not null,
    written_at timestamp not null,
    written_by varchar
);
