-- grain: one row per completed first reply, next reply or resolution and visible interval; the numerator is minutes, for medians and P90 (D1)
-- Business minutes of the policy's calendar; where the basis knows no calendar (due_at, declared) minutes of the calendar (B8), as the basis says.
-- Resolution minutes are those of the RES clock: time in which the user waits for us.
select
    case fct_sla_outcomes.clock
        when 'FRT' then 'first_reply_minutes'
        when 'NRT' then 'next_reply_minutes'
        else 'resolution_minutes'
    end as metric,
    fct_sla_outcomes.ticket_id || ':' || fct_sla_outcomes.clock || ':' || fct_sla_outcomes.cycle as subject_id,
    fct_sla_outcomes.source_system,
    fct_sla_outcomes.ticket_id,
    fct_sla_outcomes.completed_at as attributed_at,
    reporting_date(fct_sla_outcomes.completed_at) as attributed_on,
    fct_sla_outcomes.visible_from,
    fct_sla_outcomes.visible_until,
    fct_sla_outcomes.basis,
    fct_sla_outcomes.market,
    fct_sla_outcomes.lob,
    fct_sla_outcomes.tier,
    fct_sla_outcomes.channel,
    fct_sla_outcomes.site,
    fct_sla_outcomes.team,
    fct_sla_outcomes.agent,
    fct_sla_outcomes.priority,
    fct_sla_outcomes.status,
    fct_sla_outcomes.language,
    fct_sla_outcomes.category,
    fct_sla_outcomes.subcategory,
    fct_sla_outcomes.extra,
    cast(null as varchar) as contributor,
    cast(coalesce(fct_sla_outcomes.elapsed_minutes, fct_sla_outcomes.calendar_minutes) as double) as numerator,
    cast(1 as double) as denominator,
from fct_sla_outcomes
where fct_sla_outcomes.clock in ('FRT', 'NRT', 'RES')
    and fct_sla_outcomes.outcome in ('met', 'missed')
    and fct_sla_outcomes.completed_at >= fct_sla_outcomes.clock_start_at
