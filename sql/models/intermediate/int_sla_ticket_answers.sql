-- grain: one row per ticket with history and visible interval in which a customer clock is decided: whether all decided ones are met; refresh: by ticket
-- S11's "all SLAs met": FRT, NRT and RES. The row names the clock decided last, whose instant and dimensions the ticket takes.
with decided as (
    select
        source_system,
        ticket_id,
        clock,
        cycle,
        case outcome when 'met' then completed_at else breach_at end as attributed_at,
        outcome,
        visible_from,
        visible_until,
    from int_sla_visible
    where clock in ('FRT', 'NRT', 'RES')
        and outcome in ('met', 'missed')
),

edges as (
    select source_system, ticket_id, visible_from as edge_at from decided
    union
    select source_system, ticket_id, visible_until as edge_at from decided where visible_until is not null
),

intervals as (
    select
        source_system,
        ticket_id,
        edge_at as visible_from,
        lead(edge_at) over (partition by source_system, ticket_id order by edge_at) as visible_until,
    from edges
),

answers as (
    select
        intervals.source_system,
        intervals.ticket_id,
        intervals.visible_from,
        intervals.visible_until,
        bool_and(decided.outcome = 'met') as is_all_met,
        cast(count(*) as integer) as decided_clocks,
        max_by(struct_pack(clock := decided.clock, cycle := decided.cycle, visible_from := decided.visible_from, attributed_at := decided.attributed_at), struct_pack(attributed_at := decided.attributed_at, clock := decided.clock, cycle := decided.cycle)) as last_decided,
    from intervals
    inner join decided
        on decided.source_system = intervals.source_system
        and decided.ticket_id = intervals.ticket_id
        and decided.visible_from <= intervals.visible_from
        and (decided.visible_until is null or intervals.visible_from < decided.visible_until)
    group by all
)

select
    answers.source_system,
    answers.ticket_id,
    answers.visible_from,
    answers.visible_until,
    -- The outcome's own day, so that one day's answers are found without reading all of them.
    reporting_date(answers.last_decided.attributed_at) as attributed_on,
    answers.is_all_met,
    answers.decided_clocks,
    answers.last_decided,
from answers
