-- grain: one row per ticket that tier 1 handled (escalation_rate: escalated to tier 2 within 14 days, of those created, E1) or per escalation
-- (bounce_back_rate: handed back to tier 1 without a solve, E2) and visible interval
with tickets_handled as not materialized (
    select
        source_system,
        ticket_id,
        basis,
        attributed_at,
        attributed_on,
        void_at,
        first_tier1_at,
        first_escalated_at,
        escalated_within_14d,
        market,
        lob,
        tier,
        channel,
        site,
        team,
        agent,
        priority,
        status,
        language,
        category,
        subcategory,
        extra,
    from fct_tickets
    where not is_test
        and handled_by_t1
),

handled as not materialized (
    select
        tickets_handled.*,
        first_tier1_at as visible_from,
        least(if(escalated_within_14d, first_escalated_at, null), void_at) as visible_until,
        false as is_escalated,
    from tickets_handled
    union all by name
    select
        tickets_handled.*,
        first_escalated_at as visible_from,
        void_at as visible_until,
        true as is_escalated,
    from tickets_handled
    where escalated_within_14d
)

select
    'escalation_rate' as metric,
    handled.ticket_id as subject_id,
    handled.source_system,
    handled.ticket_id,
    handled.attributed_at,
    handled.attributed_on,
    handled.visible_from,
    handled.visible_until,
    cast(null as varchar) as basis,
    handled.market,
    handled.lob,
    handled.tier,
    handled.channel,
    handled.site,
    handled.team,
    handled.agent,
    handled.priority,
    handled.status,
    handled.language,
    handled.category,
    handled.subcategory,
    handled.extra,
    cast(handled.is_escalated as double) as numerator,
    cast(1 as double) as denominator,
from handled
where handled.visible_until is null
    or handled.visible_from < handled.visible_until
union all
select
    'bounce_back_rate' as metric,
    fct_escalations.ticket_id || ':' || cast(epoch(fct_escalations.escalated_at) as bigint) as subject_id,
    fct_escalations.source_system,
    fct_escalations.ticket_id,
    fct_escalations.attributed_at,
    fct_escalations.attributed_on,
    fct_escalations.visible_from,
    fct_escalations.visible_until,
    cast(null as varchar) as basis,
    fct_escalations.market,
    fct_escalations.lob,
    fct_escalations.tier,
    fct_escalations.channel,
    fct_escalations.site,
    fct_escalations.team,
    fct_escalations.agent,
    fct_escalations.priority,
    fct_escalations.status,
    fct_escalations.language,
    fct_escalations.category,
    fct_escalations.subcategory,
    fct_escalations.extra,
    cast(fct_escalations.is_bounced_back as double) as numerator,
    cast(1 as double) as denominator,
from fct_escalations
