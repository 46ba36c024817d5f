-- grain: one row per invitation sent and visible interval; refresh: by ticket
-- The cohort of the response rate (T7): invitations by the week they were sent, answered within 7 days or not. An answer shows from when it
-- came (C8), and an invitation of a ticket that goes void counts no more (T4).
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
        first_responded_at <= sent_at + interval 7 days as is_in_time,
        coalesce(solved.solved_at, invitations.sent_at) as held_at,
    from invitations
    left join solved using (source_system, survey_id, ticket_id)
    join tickets using (source_system, ticket_id)
    join fct_tickets as facts using (source_system, ticket_id)
    where not coalesce(tickets.is_test, false)
        and tickets.channel is distinct from 'internal_form'
        and (facts.void_at is null or facts.void_at > invitations.sent_at)
),
answered as (
    select
        attributed.*,
        false as is_answered_within_7_days,
        sent_at as visible_from,
        least(if(is_in_time, first_responded_at, null), void_at) as visible_until,
    from attributed
    union all by name
    select
        attributed.*,
        true as is_answered_within_7_days,
        first_responded_at as visible_from,
        void_at as visible_until,
    from attributed
    where is_in_time
)
select
    attributed.source_system,
    attributed.ticket_id,
    attributed.survey_id,
    attributed.sent_at,
    attributed.first_responded_at,
    attributed.is_answered_within_7_days,
    sent_at as attributed_at,
    reporting_date(sent_at) as attributed_on,
    attributed.visible_from,
    attributed.visible_until,
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
from answered as attributed
left join int_ticket_dimensions as states
    on attributed.source_system = states.source_system
    and attributed.ticket_id = states.ticket_id
    and attributed.held_at >= states.starts_at
    and attributed.held_at < states.ends_at
where attributed.visible_until is null
    or attributed.visible_from < attributed.visible_until
