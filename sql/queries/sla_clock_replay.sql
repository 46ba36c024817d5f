-- How each clock of one ticket ran: every stretch of running, paused, out-of-hours and solved time, with calendar and rule (S1, S2, S5, B1). Slot: histories.
with /*{histories}*/
readings as (
    select
        clocks.clock,
        clocks.cycle,
        greatest(stretches.starts_at, clocks.started_at) as starts_at,
        coalesce(stretches.ends_at, (select max(data_until) from warehouse_state), stretches.starts_at) as ends_at,
        stretches.phase,
        stretches.void_reason,
        stretches.status,
        stretches.priority,
        coalesce(stretches.team, 'UNASSIGNED') as team,
        terms.policy_id,
        terms.policy_version,
        terms.calendar_id,
        case
            when clocks.clock in ('FRT', 'NRT') then stretches.phase = 'unsolved'
            when clocks.clock = 'AWT' then stretches.runs_work
            else stretches.runs_wait
        end and stretches.phase = 'unsolved' as is_running,
    from int_sla_clocks as clocks
    inner join int_sla_stretches as stretches
        on stretches.source_system = clocks.source_system
        and stretches.ticket_id = clocks.ticket_id
        and stretches.starts_at >= clocks.started_at
        and stretches.starts_at < coalesce(clocks.stopped_at, timestamp '9999-01-01')
    left join int_sla_terms as terms on terms.terms_no = stretches.terms_no
    where clocks.source_system = $source_system
        and clocks.ticket_id = $ticket_id
),

-- A running stretch is cut where its calendar opens and closes.
openings as (
    select
        readings.clock,
        readings.cycle,
        readings.starts_at,
        unnest([hours.open_from, hours.open_until]) as cut_at,
    from readings
    inner join int_calendar_open as hours
        on readings.is_running
        and hours.calendar_id = readings.calendar_id
        and hours.open_from < readings.ends_at
        and hours.open_until > readings.starts_at
),

cuts as (
    select clock, cycle, starts_at, starts_at as cut_at from readings
    union
    select clock, cycle, starts_at, ends_at as cut_at from readings
    union
    select clock, cycle, starts_at, cut_at from openings
),

pieces as (
    select
        readings.*,
        cuts.cut_at as piece_from,
        lead(cuts.cut_at) over (partition by cuts.clock, cuts.cycle, cuts.starts_at order by cuts.cut_at) as piece_until,
    from readings
    inner join cuts
        on cuts.clock = readings.clock
        and cuts.cycle = readings.cycle
        and cuts.starts_at = readings.starts_at
        and cuts.cut_at between readings.starts_at and readings.ends_at
)

select
    pieces.clock,
    pieces.cycle,
    pieces.piece_from as starts_at,
    pieces.piece_until as ends_at,
    case
        when pieces.phase = 'void' then 'void'
        when pieces.phase = 'done' then 'solved'
        when pieces.policy_id is null then 'no_policy'
        when not pieces.is_running then 'paused'
        when hours.calendar_id is null then 'out_of_hours'
        else 'running'
    end as kind,
    case
        when pieces.phase = 'void' then 'S9 ' || pieces.void_reason
        when pieces.phase = 'done' then 'S5 time while solved is not counted'
        when pieces.policy_id is null then 'S8 no policy'
        when not pieces.is_running then 'S1 pauses in ' || pieces.status
        when hours.calendar_id is null then 'B1 closed'
        else 'S2 open'
    end as rule,
    pieces.calendar_id,
    pieces.policy_id,
    pieces.policy_version,
    pieces.priority,
    pieces.team,
    date_diff('second', pieces.piece_from, pieces.piece_until) / 60 as minutes,
from pieces
left join int_calendar_open as hours
    on pieces.is_running
    and hours.calendar_id = pieces.calendar_id
    and hours.open_from <= pieces.piece_from
    and pieces.piece_from < hours.open_until
where pieces.piece_until is not null
order by pieces.clock, pieces.cycle, pieces.piece_from
