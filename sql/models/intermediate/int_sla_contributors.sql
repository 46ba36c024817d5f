-- grain: one row per clock instance, stretch and owner for which a share of the clock is asked: the team with the largest share; refresh: by ticket, in passing
-- S10. Only a ticket that changed hands can have a contributor other than its owner; the others have no row.
with handed_over as (
    select distinct
        source_system,
        ticket_id,
    from int_sla_stretches
    where stretch_no > 1
        and team is distinct from team_before
),

questions as (
    select distinct
        visible.source_system,
        visible.ticket_id,
        visible.clock,
        visible.cycle,
        visible.decided_no,
        visible.used_in_stretch,
        visible.team_then,
    from int_sla_visible as visible
    semi join handed_over
        on handed_over.source_system = visible.source_system
        and handed_over.ticket_id = visible.ticket_id
    where visible.clock <> 'OLA'
        and visible.outcome <> 'excluded'
),

owned as (
    select
        questions.* exclude (team_then),
        coalesce(questions.team_then, stretches.team, 'UNASSIGNED') as owner_team,
        clocks.started_at,
        clocks.stopped_at,
    from questions
    inner join int_sla_stretches as stretches
        on stretches.source_system = questions.source_system
        and stretches.ticket_id = questions.ticket_id
        and stretches.stretch_no = questions.decided_no
    inner join int_sla_clocks as clocks
        on clocks.source_system = questions.source_system
        and clocks.ticket_id = questions.ticket_id
        and clocks.clock = questions.clock
        and clocks.cycle = questions.cycle
),

shares as (
    select
        owned.source_system,
        owned.ticket_id,
        owned.clock,
        owned.cycle,
        owned.decided_no,
        owned.used_in_stretch,
        owned.owner_team,
        coalesce(stretches.team, 'UNASSIGNED') as team,
        cast(sum(case
            when stretches.stretch_no = owned.decided_no then owned.used_in_stretch
            when owned.clock in ('FRT', 'NRT') then stretches.unsolved_after - stretches.unsolved_before
            when owned.clock = 'AWT' then stretches.work_after - stretches.work_before
            else stretches.wait_after - stretches.wait_before
        end) as bigint) as seconds,
    from owned
    inner join int_sla_stretches as stretches
        on stretches.source_system = owned.source_system
        and stretches.ticket_id = owned.ticket_id
        and stretches.starts_at >= owned.started_at
        and stretches.starts_at < coalesce(owned.stopped_at, timestamp '9999-01-01')
        and stretches.stretch_no <= owned.decided_no
    group by all
),

summed as (
    select
        source_system,
        ticket_id,
        clock,
        cycle,
        decided_no,
        used_in_stretch,
        owner_team,
        max_by(team, struct_pack(seconds := seconds, team := team)) as leading_team,
        max(seconds) as leading_seconds,
        coalesce(max(seconds) filter (where team = owner_team), 0) as owner_seconds,
    from shares
    group by all
)

select
    source_system,
    ticket_id,
    clock,
    cycle,
    decided_no,
    used_in_stretch,
    owner_team,
    -- A tie goes to the owner, who may not have held the ticket before at all.
    if(leading_seconds > owner_seconds, leading_team, owner_team) as contributor_team,
    leading_seconds - owner_seconds as lead_seconds,
from summed
