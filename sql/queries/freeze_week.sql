-- Closes a week: its facts, its cells (as JSON: one statement for some thousand rows) and the file contents known by now.
insert into frozen_weeks by name
select
    $week as week,
    $first_day as first_day,
    $zone as zone,
    $as_of as as_of,
    $frozen_at as frozen_at,
    $frozen_by as frozen_by,
    $note as note,
    $data_version as data_version,
    (select models_sha256 from model_state) as models_sha256;

insert into kpi_week_snapshot by name
select
    $week as week,
    cell.*,
from (
    select unnest(from_json($cells, '[{
        "metric": "varchar", "cell_by": "varchar", "market": "varchar", "lob": "varchar", "basis": "varchar",
        "numerator": "double", "denominator": "double", "value": "double", "n": "double", "definition_version": "integer"
    }]')) as cell
);

insert into frozen_files by name
select
    sha256,
    $frozen_at as known_at,
from received_files
where state = 'loaded'
    and sha256 not in (select sha256 from frozen_files);
