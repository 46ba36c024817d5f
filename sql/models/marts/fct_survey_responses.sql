-- grain: one row per answered survey and interval in which that score was the latest; refresh: by ticket
-- An invitation is the unit (T3): edits keep the week of the first answer, the last score wins. What the row does not count, and why, is said in it.
-- An answer stops counting when its ticket goes void, whenever it came, and one later than 28 days never counts, as an edit neither (T4).
with timed as (
    select
        source_system,
        survey_id,
        ticket_id,
        min(sent_at) over survey as sent_at,
        min(responded_at) over survey as first_responded_at,
        responded_at,
        score,
        scale_max,
        comment is not null as has_comment,
    from surveys
    where score is not null
        and responded_at is not null
    window survey as (partition by source_system, survey_id)
),
answers as (
    select
        timed.*,
        coalesce(responded_at > sent_at + interval 28 days, false) as is_late,
        lead(responded_at) over (partition by source_system, survey_id, is_late order by responded_at) as next_responded_at,
    from timed
),
solved as (
    select
        answers.source_system,
        answers.survey_id,
        answers.ticket_id,
        max(solves.attributed_at) as solved_at,
    from answers
    join fct_ticket_solves as solves using (source_system, ticket_id)
    where solves.attributed_at <= coalesce(answers.sent_at, answers.first_responded_at)
    group by all
),
attributed as (
    select
        answers.*,
        facts.channel as ticket_channel,
        facts.is_test,
        facts.void_at,
        -- The holder of the last solve before the invitation (T6); where the invitation is not known, before the answer.
        coalesce(solved.solved_at, answers.sent_at, answers.first_responded_at) as held_at,
    from answers
    left join solved using (source_system, survey_id, ticket_id)
    join fct_tickets as facts using (source_system, ticket_id)
)
select
    attributed.source_system,
    attributed.ticket_id,
    attributed.survey_id,
    attributed.held_at,
    attributed.score,
    attributed.scale_max,
    attributed.has_comment,
    -- Top-2-box of 5, the top of 3, the one of a binary scale (T1).
    case scale_max when 5 then score >= 4 when 3 then score = 3 else score = 1 end as is_satisfied,
    case scale_max when 5 then score <= 2 when 3 then score = 1 else score = 0 end as is_dissatisfied,
    case
        when is_test then 'test ticket'
        when ticket_channel = 'internal_form' then 'internal form'
        when void_at <= first_responded_at then 'ticket was void'
        when is_late then 'answered after 28 days'
    end as exclusion_reason,
    first_responded_at as attributed_at,
    reporting_date(first_responded_at) as attributed_on,
    responded_at as visible_from,
    if(exclusion_reason is null, least(next_responded_at, void_at), next_responded_at) as visible_until,
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
where exclusion_reason is not null
    or void_at is null
    or attributed.responded_at < void_at
