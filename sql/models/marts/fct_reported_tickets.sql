-- grain: one row per ticket of a source without histories; refresh: by ticket
-- All that its own row says of it, its first reply and its resolution clock (the bases below 'events', amendment 3) included: one wide row
-- instead of one per clock and visible interval, which fct_reported_clocks and fct_reported_answers make of it. There is no pause history to know.
-- What follows from other columns is left to those views: instants are three fifths of such a row's bytes. *_due_after: seconds from the creation
-- until it is due, where the help desk says when; *_grace_seconds: how long its calendar stood still after the due instant of a miss (S3). The due
-- instant of a clock that was met is computed for the ticket's own page (queries/sla_clocks_as_of.sql).
-- *_target: minutes, in a text, whose few values DuckDB packs into a few bits; a number takes those of its range.
-- *_is_missed null: no clock. *_ran_out: missed by the clock alone, and open until somebody completes it.
-- *_tier and *_site are those of the instant that decides the period (C10); *_site null: as at the creation, '': none.
with bases as (
    select
        source_system,
        case min(case sla_basis when 'events' then 1 when 'timestamps' then 2 when 'due_at' then 3 when 'declared' then 4 end)
            when 1 then 'events'
            when 2 then 'timestamps'
            when 3 then 'due_at'
            when 4 then 'declared'
        end as sla_basis,
    from sources
    group by all
),

known_markets as (
    select distinct market from int_sla_promises
),

known_lobs as (
    select distinct lob from int_sla_promises
),

reported as (
    select
        tickets.source_system,
        tickets.ticket_id,
        tickets.created_at,
        coalesce(tickets.is_test, false) as is_test,
        if(coalesce(tickets.is_test, false), null, bases.sla_basis) as sla_basis,
        tickets.first_reply_at,
        -- A ticket whose status is not solved is open, whatever its solved_at says.
        if(tickets.status in ('solved', 'closed'), tickets.solved_at, null) as solved_at,
        if(tickets.status in ('solved', 'closed'), greatest(tickets.created_at, coalesce(tickets.solved_at, tickets.source_updated_at)), null) as closed_at,
        tickets.reopen_count,
        tickets.first_reply_due_at,
        tickets.resolution_due_at,
        tickets.first_reply_met,
        tickets.resolution_met,
        tickets.market,
        tickets.lob,
        tickets.tier,
        tickets.channel,
        tickets.site_id,
        tickets.team_id,
        tickets.agent_id,
        coalesce(tickets.priority, 'normal') as priority,
        tickets.status,
        tickets.language,
        tickets.contact_reason,
        tickets.sub_reason,
        tickets.extra,
    from tickets
    left join bases on bases.source_system = tickets.source_system
    where bases.sla_basis is distinct from 'events'
),

promised as (
    select
        reported.*,
        promises.policy_id,
        promises.policy_version,
        promises.calendar_id,
        coalesce(terms.frt_seconds, other_terms.frt_seconds) as frt_target_seconds,
        coalesce(terms.res_seconds, other_terms.res_seconds) as res_target_seconds,
        -- A clock that nobody completed stops counting when the ticket is solved (S5).
        coalesce(reported.first_reply_at, reported.solved_at) as frt_stopped_at,
    from reported
    left join known_markets on known_markets.market = reported.market
    left join known_lobs on known_lobs.lob = reported.lob
    left join int_sla_promises as promises
        on promises.market = if(reported.sla_basis = 'timestamps', coalesce(known_markets.market, '*'), null)
        and promises.lob = coalesce(known_lobs.lob, '*')
        and promises.valid_from <= reported.created_at
        and reported.created_at < promises.valid_until
    left join int_sla_terms as terms
        on terms.policy_id = promises.policy_id
        and terms.policy_version = promises.policy_version
        and terms.priority = reported.priority
    left join int_sla_terms as other_terms
        on other_terms.policy_id = promises.policy_id
        and other_terms.policy_version = promises.policy_version
        and other_terms.priority is null
),

measured as (
    select
        promised.*,
        coalesce(first_day.open_before + if(first_day.is_open, date_diff('second', first_day.starts_at, promised.created_at), 0), 0) as open_at_start,
        if(frt_stopped_at is null, null, coalesce(reply_day.open_before + if(reply_day.is_open, date_diff('second', reply_day.starts_at, frt_stopped_at), 0), 0) - open_at_start) as frt_elapsed_seconds,
        if(solved_at is null, null, coalesce(solve_day.open_before + if(solve_day.is_open, date_diff('second', solve_day.starts_at, solved_at), 0), 0) - open_at_start) as res_elapsed_seconds,
        open_at_start + frt_target_seconds as frt_open_when_used_up,
        open_at_start + res_target_seconds as res_open_when_used_up,
    from promised
    left join int_calendar_days as first_day
        on first_day.calendar_id = promised.calendar_id
        and first_day.on_date = cast(promised.created_at as date)
        and first_day.starts_at <= promised.created_at
        and promised.created_at < first_day.ends_at
    left join int_calendar_days as reply_day
        on reply_day.calendar_id = promised.calendar_id
        and reply_day.on_date = cast(promised.frt_stopped_at as date)
        and reply_day.starts_at <= promised.frt_stopped_at
        and promised.frt_stopped_at < reply_day.ends_at
    left join int_calendar_days as solve_day
        on solve_day.calendar_id = promised.calendar_id
        and solve_day.on_date = cast(promised.solved_at as date)
        and solve_day.starts_at <= promised.solved_at
        and promised.solved_at < solve_day.ends_at
),

targeted as (
    select
        measured.*,
        if(sla_basis = 'timestamps', frt_due_hours.open_from + to_seconds(frt_open_when_used_up - frt_due_hours.open_before), first_reply_due_at) as frt_due_at,
        if(sla_basis = 'timestamps', frt_breach_hours.open_from + to_seconds(frt_open_when_used_up - frt_breach_hours.open_before), first_reply_due_at) as frt_exceeded_at,
        if(sla_basis = 'timestamps', res_due_hours.open_from + to_seconds(res_open_when_used_up - res_due_hours.open_before), resolution_due_at) as res_due_at,
        if(sla_basis = 'timestamps', res_breach_hours.open_from + to_seconds(res_open_when_used_up - res_breach_hours.open_before), resolution_due_at) as res_exceeded_at,
    from measured
    left join int_calendar_uses as frt_due_hours
        on frt_due_hours.calendar_id = measured.calendar_id
        and frt_due_hours.bucket = (measured.frt_open_when_used_up - 1) // 86400
        and frt_due_hours.open_before < measured.frt_open_when_used_up
        and measured.frt_open_when_used_up <= frt_due_hours.open_after
    left join int_calendar_uses as frt_breach_hours
        on frt_breach_hours.calendar_id = measured.calendar_id
        and frt_breach_hours.bucket = measured.frt_open_when_used_up // 86400
        and frt_breach_hours.open_before <= measured.frt_open_when_used_up
        and measured.frt_open_when_used_up < frt_breach_hours.open_after
    left join int_calendar_uses as res_due_hours
        on res_due_hours.calendar_id = measured.calendar_id
        and res_due_hours.bucket = (measured.res_open_when_used_up - 1) // 86400
        and res_due_hours.open_before < measured.res_open_when_used_up
        and measured.res_open_when_used_up <= res_due_hours.open_after
    left join int_calendar_uses as res_breach_hours
        on res_breach_hours.calendar_id = measured.calendar_id
        and res_breach_hours.bucket = measured.res_open_when_used_up // 86400
        and res_breach_hours.open_before <= measured.res_open_when_used_up
        and measured.res_open_when_used_up < res_breach_hours.open_after
),

judged as (
    select
        targeted.*,
        -- Completed at the due instant is met (S3). A source that gives no first reply due dates promises no first reply.
        case sla_basis
            when 'timestamps' then if(policy_id is null or frt_target_seconds is not null, coalesce(frt_elapsed_seconds > frt_target_seconds, frt_stopped_at is null), null)
            when 'due_at' then if(first_reply_due_at is not null or first_reply_at is not null, coalesce(frt_stopped_at > frt_due_at, frt_stopped_at is null), null)
            when 'declared' then not first_reply_met
        end as frt_is_missed,
        case sla_basis
            when 'timestamps' then if(policy_id is null or res_target_seconds is not null, coalesce(res_elapsed_seconds > res_target_seconds, solved_at is null), null)
            when 'due_at' then coalesce(solved_at > res_due_at, solved_at is null)
            when 'declared' then not resolution_met
        end as res_is_missed,
        case
            when frt_is_missed is null then null
            when status in ('spam', 'deleted') then status
            when status = 'merged' and first_reply_at is null then 'merged'
            when sla_basis = 'timestamps' and policy_id is null then 'no_policy'
            when sla_basis = 'timestamps' and frt_target_seconds = 0 then 'no_target'
            when sla_basis = 'timestamps' and frt_stopped_at < created_at then 'negative_time'
            when sla_basis = 'due_at' and frt_due_at is null then 'no_due_date'
        end as frt_left_out_as,
        case
            when res_is_missed is null then null
            when status in ('spam', 'deleted', 'merged') then status
            when sla_basis = 'timestamps' and policy_id is null then 'no_policy'
            when sla_basis = 'timestamps' and res_target_seconds = 0 then 'no_target'
            when sla_basis = 'timestamps' and solved_at < created_at then 'negative_time'
            when sla_basis = 'due_at' and res_due_at is null then 'no_due_date'
        end as res_left_out_as,
    from targeted
),

timed as (
    select
        judged.*,
        frt_is_missed and frt_left_out_as is null and sla_basis <> 'declared' as frt_ran_out,
        res_is_missed and res_left_out_as is null and sla_basis <> 'declared' as res_ran_out,
        case
            when frt_is_missed is null then null
            when frt_left_out_as is not null then created_at
            when sla_basis = 'declared' then coalesce(solved_at, created_at)
            when frt_is_missed then frt_exceeded_at
            else frt_stopped_at
        end as frt_attributed_at,
        case
            when res_is_missed is null then null
            when res_left_out_as is not null then created_at
            when sla_basis = 'declared' then coalesce(solved_at, created_at)
            when res_is_missed then res_exceeded_at
            else solved_at
        end as res_attributed_at,
    from judged
)

select
    timed.source_system,
    timed.ticket_id,
    timed.created_at,
    reporting_date(timed.created_at) as created_on,
    timed.is_test,
    timed.sla_basis,
    timed.first_reply_at,
    timed.solved_at,
    reporting_date(timed.solved_at) as solved_on,
    if(timed.closed_at is distinct from timed.solved_at, timed.closed_at, null) as closed_otherwise_at,
    reporting_date(timed.closed_at) as closed_on,
    timed.reopen_count,
    timed.market,
    timed.lob,
    coalesce(team_spells.tier, agent_spells.tier, timed.tier) as tier,
    timed.channel,
    coalesce(agent_spells.site_id, team_spells.site_id, timed.site_id) as site,
    timed.team_id as team,
    timed.agent_id as agent,
    timed.priority,
    timed.status,
    timed.language,
    timed.contact_reason as category,
    timed.sub_reason as subcategory,
    timed.extra,
    coalesce(team_at_solve.tier, agent_at_solve.tier, timed.tier) as solved_tier,
    nullif(coalesce(agent_at_solve.site_id, team_at_solve.site_id, timed.site_id, ''), site) as solved_site,
    timed.policy_id,
    timed.policy_version,
    timed.calendar_id,
    cast(timed.frt_target_seconds // 60 as varchar) as frt_target,
    timed.frt_is_missed,
    timed.frt_ran_out,
    -- S5: solved in time, but silently
    coalesce(timed.frt_left_out_as, if(timed.sla_basis <> 'declared' and not timed.frt_is_missed and timed.first_reply_at is null, 'closed_without_reply', null)) as frt_exclusion_reason,
    timed.frt_elapsed_seconds,
    if(timed.sla_basis = 'due_at', date_diff('second', timed.created_at, timed.frt_due_at), null) as frt_due_after,
    if(timed.frt_ran_out, date_diff('second', timed.frt_due_at, timed.frt_exceeded_at), null) as frt_grace_seconds,
    cast(timed.frt_attributed_at as timestamp_s) as frt_attributed_at,
    reporting_date(timed.frt_attributed_at) as frt_attributed_on,
    coalesce(team_at_reply.tier, agent_at_reply.tier, timed.tier) as frt_tier,
    nullif(coalesce(agent_at_reply.site_id, team_at_reply.site_id, timed.site_id, ''), site) as frt_site,
    cast(timed.res_target_seconds // 60 as varchar) as res_target,
    timed.res_is_missed,
    timed.res_ran_out,
    timed.res_left_out_as as res_exclusion_reason,
    timed.res_elapsed_seconds,
    if(timed.sla_basis = 'due_at', date_diff('second', timed.created_at, timed.res_due_at), null) as res_due_after,
    if(timed.res_ran_out, date_diff('second', timed.res_due_at, timed.res_exceeded_at), null) as res_grace_seconds,
    cast(timed.res_attributed_at as timestamp_s) as res_attributed_at,
    reporting_date(timed.res_attributed_at) as res_attributed_on,
    coalesce(team_at_resolution.tier, agent_at_resolution.tier, timed.tier) as res_tier,
    nullif(coalesce(agent_at_resolution.site_id, team_at_resolution.site_id, timed.site_id, ''), site) as res_site,
from timed
left join int_team_spells as team_spells
    on team_spells.team_id = timed.team_id
    and team_spells.starts_at <= timed.created_at
    and timed.created_at < team_spells.ends_at
left join int_agent_spells as agent_spells
    on agent_spells.agent_id = timed.agent_id
    and agent_spells.starts_at <= timed.created_at
    and timed.created_at < agent_spells.ends_at
left join int_team_spells as team_at_solve
    on team_at_solve.team_id = timed.team_id
    and team_at_solve.starts_at <= timed.solved_at
    and timed.solved_at < team_at_solve.ends_at
left join int_agent_spells as agent_at_solve
    on agent_at_solve.agent_id = timed.agent_id
    and agent_at_solve.starts_at <= timed.solved_at
    and timed.solved_at < agent_at_solve.ends_at
left join int_team_spells as team_at_reply
    on team_at_reply.team_id = timed.team_id
    and team_at_reply.starts_at <= timed.frt_attributed_at
    and timed.frt_attributed_at < team_at_reply.ends_at
left join int_agent_spells as agent_at_reply
    on agent_at_reply.agent_id = timed.agent_id
    and agent_at_reply.starts_at <= timed.frt_attributed_at
    and timed.frt_attributed_at < agent_at_reply.ends_at
left join int_team_spells as team_at_resolution
    on team_at_resolution.team_id = timed.team_id
    and team_at_resolution.starts_at <= timed.res_attributed_at
    and timed.res_attributed_at < team_at_resolution.ends_at
left join int_agent_spells as agent_at_resolution
    on agent_at_resolution.agent_id = timed.agent_id
    and agent_at_resolution.starts_at <= timed.res_attributed_at
    and timed.res_attributed_at < agent_at_resolution.ends_at
