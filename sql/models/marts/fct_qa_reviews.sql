-- grain: one row per QA review; refresh: by ticket
-- Scores after Q1-Q4: N/A leaves both sums, a failed critical item with auto_fail zeroes the final score, the raw score stays for coaching.
with items as (
    select
        reviews.source_system,
        reviews.review_id,
        scorecard.weight,
        (items.value - scorecard.scale_min) / (scorecard.scale_max - scorecard.scale_min) as score,
        scorecard.critical,
        scorecard.auto_fail,
        scorecard.pass_mark,
    from qa_reviews as reviews
    join qa_review_items as items using (source_system, review_id)
    join qa_scorecard_items as scorecard
        on scorecard.scorecard_id = reviews.scorecard_id
        and scorecard.version = reviews.scorecard_version
        and scorecard.item_id = items.item_id
),
scores as (
    select
        source_system,
        review_id,
        100 * sum(weight * score) / nullif(sum(weight) filter (where score is not null), 0) as raw_score,
        -- Exactly half is not an error (Q3).
        coalesce(bool_or(critical <> 'none' and score < 0.5 and auto_fail), false) as is_auto_failed,
        coalesce(bool_or(critical = 'customer' and score < 0.5), false) as has_customer_critical_error,
        coalesce(bool_or(critical = 'business' and score < 0.5), false) as has_business_critical_error,
        coalesce(bool_or(critical = 'compliance' and score < 0.5), false) as has_compliance_critical_error,
        coalesce(bool_or(critical = 'customer' and score is not null), false) as has_customer_critical_item,
        coalesce(bool_or(critical = 'business' and score is not null), false) as has_business_critical_item,
        coalesce(bool_or(critical = 'compliance' and score is not null), false) as has_compliance_critical_item,
        count(*) filter (where critical = 'none' and score is not null) as noncritical_opportunities,
        count(*) filter (where critical = 'none' and score < 0.5) as noncritical_defects,
        max(pass_mark) as pass_mark,
    from items
    group by all
),
reviews as (
    select
        qa_reviews.*,
        scores.* exclude (source_system, review_id),
        case when scores.is_auto_failed then 0 else scores.raw_score end as final_score,
    from qa_reviews
    left join scores using (source_system, review_id)
    -- A review waits for its ticket (I4).
    semi join tickets using (source_system, ticket_id)
),
attributed as (
    select
        reviews.*,
        states.* exclude (source_system, ticket_id, starts_at),
    from reviews
    left join int_ticket_dimensions as states
        on reviews.source_system = states.source_system
        and reviews.ticket_id = states.ticket_id
        and reviews.interaction_at >= states.starts_at
        and reviews.interaction_at < states.ends_at
)
select
    attributed.source_system,
    attributed.ticket_id,
    attributed.review_id,
    attributed.reviewer_id,
    attributed.interaction_at,
    attributed.reviewed_at,
    attributed.scorecard_id,
    attributed.scorecard_version,
    attributed.state,
    attributed.sampling,
    attributed.source,
    attributed.raw_score,
    attributed.final_score,
    attributed.pass_mark,
    attributed.final_score >= attributed.pass_mark as is_passed,
    attributed.is_auto_failed,
    attributed.has_customer_critical_error,
    attributed.has_business_critical_error,
    attributed.has_compliance_critical_error,
    attributed.has_customer_critical_item,
    attributed.has_business_critical_item,
    attributed.has_compliance_critical_item,
    attributed.noncritical_opportunities,
    attributed.noncritical_defects,
    -- Biased samples and unsettled reviews are listed apart, never in the number (Q7).
    case
        when attributed.final_score is null then 'no rated item'
        when attributed.state not in ('final', 'overturned') then attributed.state
        when attributed.sampling <> 'random' then attributed.sampling
    end as exclusion_reason,
    attributed.interaction_at as attributed_at,
    reporting_date(attributed.interaction_at) as attributed_on,
    attributed.reviewed_at as visible_from,
    cast(null as timestamp_s) as visible_until,
    attributed.market,
    attributed.lob,
    -- The reviewed agent's own team at the interaction, not the ticket's holder (0.1).
    coalesce(roster.tier, attributed.tier) as tier,
    attributed.channel,
    coalesce(roster.site_id, attributed.site) as site,
    coalesce(roster.team_id, attributed.team) as team,
    attributed.agent_id as agent,
    attributed.priority,
    attributed.status,
    attributed.language,
    attributed.category,
    attributed.subcategory,
    attributed.extra,
from attributed
left join int_agent_spells as roster
    on roster.agent_id = attributed.agent_id
    and roster.starts_at <= attributed.interaction_at
    and roster.ends_at > attributed.interaction_at
