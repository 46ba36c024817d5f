-- grain: one row per invitation sent; refresh: by ticket
-- Who held its ticket, and until when it counts: an invitation of a ticket that goes void counts no more (T4). fct_invitation_outcomes
-- makes its visible intervals of it.
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
solved as (
    select
        invitations.source_system,
        invitations.survey_id,
        invitations.ticket_id,
        max(solves.attributed_at) as solved_at,
    from invitations
    join fct_ticket_solves as solves using (source_system, ticket_id)
    where solves.attributed_at <= invitations.sent_at
    group by all
),
attributed as (
    select
        invitations.*,
        facts.void_at,
        coalesce(solved.solved_at, invitations.sent_at) as held_at,
    from invitations
    left join solved using (source_system, survey_id, ticket_id)
    join fct_tickets as facts using (source_system, ticket_id)
    where not facts.is_test
        and facts.channel is distinct from 'internal_form'
        and (facts.void_at is null or facts.void_at > invitations.sent_at)
)
select
    attributed.source_system,
    attributed.ticket_id,
    attributed.survey_id,
    attributed.sent_at,
    reporting_date(attributed.sent_at) as sent_on,
    attributed.first_responded_at,
    coalesce(attributed.first_responded_at <= attributed.sent_at + interval 7 days, false) as is_answered_in_time,
    attributed.void_at,
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
left join int_ticket_dimensions as states
    on attributed.source_system = states.source_system
    and attributed.ticket_id = states.ticket_id
    and attributed.held_at >= states.starts_at
    and attributed.held_at < states.ends_at
