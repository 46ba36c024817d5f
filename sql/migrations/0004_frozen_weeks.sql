-- A week's numbers as they stood when it was closed (C9). Nothing recomputes them: a rebuild leaves them alone.

create table frozen_weeks (
    week varchar not null,
    first_day date not null,
    -- Days of the week are days of this zone.
    zone varchar not null,
    as_of timestamp not null,
    frozen_at timestamp not null,
    frozen_by varchar not null,
    note varchar,
    data_version bigint not null,
    -- Which text computed the numbers; a later one may differ without any new data.
    models_sha256 varchar not null
);

-- One row per metric and cell: the whole (by ''), 'market', 'lob' and 'market,lob'.
create table kpi_week_snapshot (
    week varchar not null,
    metric varchar not null,
    cell_by varchar not null,
    market varchar,
    lob varchar,
    basis varchar,
    numerator double not null,
    denominator double,
    value double,
    n double not null,
    definition_version integer not null
);

-- File contents that were loaded when some week was frozen, with the first such instant: a week's numbers came of what was known by its frozen_at.
-- By hash, since a rebuild numbers files anew.
create table frozen_files (
    sha256 varchar not null,
    known_at timestamp not null
);
