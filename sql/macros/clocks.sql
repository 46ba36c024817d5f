-- What decides the period of a clock's answer (C10).
create or replace macro clock_attributed_at(outcome, completed_at, breach_at, visible_from) as case outcome
    when 'met' then completed_at
    when 'missed' then breach_at
    when 'excluded' then visible_from
end;
-- The same of a clock without history, and since when its answer is settled: its instants follow from each other.
create or replace macro reported_settled_from(is_missed, left_out_as, basis, created_at, solved_at, stopped_at) as case
    when is_missed is null then null
    when left_out_as is not null then created_at
    when basis = 'declared' then coalesce(solved_at, created_at)
    else stopped_at
end;
create or replace macro reported_attributed_at(is_missed, left_out_as, basis, created_at, solved_at, exceeded_at, stopped_at) as
    if(is_missed and left_out_as is null and basis <> 'declared', exceeded_at, reported_settled_from(is_missed, left_out_as, basis, created_at, solved_at, stopped_at));
