-- grain: one row per ticket (created, contacts), per solve (solved) or per ticket and week in which it was solved (solved_tickets) and visible interval
-- V1: a ticket that is void counts no more from then on; a merged one stays a contact. V2: solved counts resolutions, solved_tickets a week's tickets.
with tickets_created as not materialized (
    select
        source_system,
        ticket_id,
        basis,
        attributed_at,
        attributed_on,
        created_at,
        is_void,
        is_merged,
        first_void_at,
        void_at,
        last_restored_at,
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
),

lives as not materialized (
    select
        tickets_created.*,
        created_at as visible_from,
        first_void_at as visible_until,
        false as is_as_merged,
    from tickets_created
    where (first_void_at is null or first_void_at > created_at)
        and (basis = 'events' or not is_void)
    union all by name
    select
        tickets_created.*,
        last_restored_at as visible_from,
        void_at as visible_until,
        false as is_as_merged,
    from tickets_created
    where last_restored_at is not null
        and (void_at is null or last_restored_at < void_at)
    union all by name
    select
        tickets_created.*,
        void_at as visible_from,
        cast(null as timestamp) as visible_until,
        true as is_as_merged,
    from tickets_created
    where is_merged
)

select
    'created' as metric,
    lives.ticket_id as subject_id,
    lives.source_system,
    lives.ticket_id,
    lives.attributed_at,
    lives.attributed_on,
    lives.visible_from,
    lives.visible_until,
    cast(null as varchar) as basis,
    lives.market,
    lives.lob,
    lives.tier,
    lives.channel,
    lives.site,
    lives.team,
    lives.agent,
    lives.priority,
    lives.status,
    lives.language,
    lives.category,
    lives.subcategory,
    lives.extra,
    cast(1 as double) as numerator,
    cast(1 as double) as denominator,
from lives
where not lives.is_as_merged
union all
select
    'contacts' as metric,
    lives.ticket_id as subject_id,
    lives.source_system,
    lives.ticket_id,
    lives.attributed_at,
    lives.attributed_on,
    lives.visible_from,
    lives.visible_until,
    cast(null as varchar) as basis,
    lives.market,
    lives.lob,
    lives.tier,
    lives.channel,
    lives.site,
    lives.team,
    lives.agent,
    lives.priority,
    lives.status,
    lives.language,
    lives.category,
    lives.subcategory,
    lives.extra,
    cast(1 as double) as numerator,
    cast(1 as double) as denominator,
from lives
union all
select
    kind.metric as metric,
    fct_ticket_solves.ticket_id || ':' || fct_ticket_solves.solve_no as subject_id,
    fct_ticket_solves.source_system,
    fct_ticket_solves.ticket_id,
    fct_ticket_solves.attributed_at,
    fct_ticket_solves.attributed_on,
    fct_ticket_solves.visible_from,
    fct_ticket_solves.visible_until,
    cast(null as varchar) as basis,
    fct_ticket_solves.market,
    fct_ticket_solves.lob,
    fct_ticket_solves.tier,
    fct_ticket_solves.channel,
    fct_ticket_solves.site,
    fct_ticket_solves.team,
    fct_ticket_solves.agent,
    fct_ticket_solves.priority,
    fct_ticket_solves.status,
    fct_ticket_solves.language,
    fct_ticket_solves.category,
    fct_ticket_solves.subcategory,
    fct_ticket_solves.extra,
    cast(1 as double) as numerator,
    cast(1 as double) as denominator,
from fct_ticket_solves
cross join (values ('solved'), ('solved_tickets')) as kind (metric)
where kind.metric = 'solved'
    or fct_ticket_solves.is_first_in_week
