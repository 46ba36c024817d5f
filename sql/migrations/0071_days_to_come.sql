-- Days whose sums time alone will change: a clock that runs out after the latest data makes its miss true without a row of a file. Kept with the
-- facts: looking for them took a look at all of history with each batch. A rebuild brings it back.
create table days_to_come (
    -- the metric value of the rows
    metric varchar not null,
    day date not null,
    -- UTC: from then on
    known_at timestamp not null
);
