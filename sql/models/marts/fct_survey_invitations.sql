-- grain: one row per invitation sent; refresh: by ticket
-- The cohort of the response rate (T7): invitations by the week they were sent, answered within 7 days or not.
with invitations as (
    select
        source_system,
        survey_id,
        ticket_id,
        min(sent_at) as sent_at,
        min(responded_at) filter (where score is not null) as first_responded_at,
    from surveys
    group by all
    having min(sent_at) is not null
),
attributed as (
    select
        invitations.*,
        coalesce(
            (
                select max(solves.attributed_at)
                from fct_ticket_solves as solves
                where solves.source_system = invitations.source_system
                    and solves.ticket_id = invitations.ticket_id
                    and solves.attributed_at <= invitations.sent_at
            ),
            invitations.sent_at
        ) as held_at,
    from invitations
    join tickets using (source_system, ticket_id)
    join fct_tickets as facts using (source_system, ticket_id)
    where not coalesce(tickets.is_test, false)
        and tickets.channel is distinct from 'internal_form'
        and (facts.void_at is null or facts.void_at > invitations.sent_at)
)
select
    attributed.source_system,
    attributed.ticket_id,
    attributed.survey_id,
    attributed.sent_at,
    attributed.first_responded_at,
    coalesce(first_responded_at <= sent_at + interval 7 days, false) as is_answered_within_7_days,
    sent_at as attributed_at,
    reporting_date(sent_at) as attributed_on,
    sent_at as visible_from,
    cast(null as timestamp) as visible_until,
    states.market,
    states.lob,
    states.tier,
    states.channel,
    states.site,
    states.team,
    states.agent,
    states.priority,
    states.status,
    states.language,
    states.category,
    states.subcategory,
    states.extra,
from attributed
asof left join int_ticket_dimensions as states
    on attributed.source_system = states.source_system
    and attributed.ticket_id = states.ticket_id
    and attributed.held_at >= states.starts_at
