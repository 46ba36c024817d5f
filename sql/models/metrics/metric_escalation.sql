-- grain: one row per ticket that tier 1 handled and visible interval: escalated to tier 2 within 14 days, of those created (E1)
with tickets_handled as (
    select
        source_system,
        ticket_id,
        basis,
        attributed_at,
        attributed_on,
        is_merged,
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

handled as (
    select
        tickets_handled.*,
        first_tier1_at as visible_from,
        least(if(escalated_within_14d, first_escalated_at, null), if(is_merged, null, void_at)) as visible_until,
        false as is_escalated,
    from tickets_handled
    union all by name
    select
        tickets_handled.*,
        first_escalated_at as visible_from,
        if(is_merged, null, void_at) as visible_until,
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
