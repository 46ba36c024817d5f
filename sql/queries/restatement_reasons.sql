-- Why a frozen week's numbers differ today: rows that changed since its as-of, and rows that only arrived after it was frozen, by metric and cell.
with late_files as (
    select file_id from received_files
    where state = 'loaded'
        and sha256 not in (select sha256 from frozen_files where known_at <= $frozen_at)
),

observed as (
    select
        metric,
        source_system,
        ticket_id,
        subject_id,
        market,
        lob,
        coalesce(sum(numerator) filter (where visible_from <= $as_of and (visible_until is null or visible_until > $as_of)), -1) as numerator_then,
        coalesce(sum(numerator) filter (where visible_from <= $now and (visible_until is null or visible_until > $now)), -1) as numerator_now,
        coalesce(bool_or(visible_from <= $as_of and (visible_until is null or visible_until > $as_of)), false) as was_visible,
        coalesce(bool_or(visible_from <= $now and (visible_until is null or visible_until > $now)), false) as is_visible,
    from metric_observations
    where attributed_at >= cast($from_at as timestamp_s)
        and attributed_at < cast($until_at as timestamp_s)
        and metric not in $levels
    group by all
),

-- What the week should have known and did not: only rows of instants before its as-of are late.
late_surveys as (
    select distinct source_system, survey_id as subject_id from surveys
    where file_id in (select file_id from late_files)
        and coalesce(responded_at, sent_at) <= $as_of
),

late_reviews as (
    select source_system, review_id as subject_id, state from qa_reviews
    where file_id in (select file_id from late_files)
    union
    select reviews.source_system, reviews.review_id as subject_id, reviews.state
    from qa_review_items as items
    inner join qa_reviews as reviews using (source_system, review_id)
    where items.file_id in (select file_id from late_files)
),

late_events as (
    select distinct source_system, ticket_id from ticket_events
    where file_id in (select file_id from late_files)
        and occurred_at <= $as_of
),

late_tickets as (
    select source_system, ticket_id from tickets
    where file_id in (select file_id from late_files)
),

reopened as (
    select distinct source_system, ticket_id from fct_ticket_solves where reopened_at > $as_of
),

voided as (
    select source_system, ticket_id from fct_tickets where void_at > $as_of
),

reasoned as (
    select
        observed.metric,
        observed.market,
        observed.lob,
        (observed.was_visible, observed.numerator_then) is distinct from (observed.is_visible, observed.numerator_now) as is_changed,
        case
            when late_surveys.subject_id is not null and observed.metric in ('csat', 'dsat', 'csat_mean', 'response_rate') then 'late surveys'
            when late_reviews.state = 'overturned' and observed.metric in $reviewed then 'reviews overturned'
            when late_reviews.subject_id is not null and observed.metric in $reviewed then 'late reviews'
            when is_changed and reopened.ticket_id is not null then 'reopened'
            when is_changed and voided.ticket_id is not null then 'voided'
            when is_changed and observed.metric in ('csat', 'dsat', 'csat_mean') then 'answers changed'
            when is_changed and observed.metric in $reviewed then 'reviewed later'
            when is_changed then 'decided later'
            when late_events.ticket_id is not null then 'late history'
            when late_tickets.ticket_id is not null then 'tickets corrected'
        end as reason,
    from observed
    left join late_surveys on late_surveys.source_system = observed.source_system and late_surveys.subject_id = observed.subject_id
    left join late_reviews on late_reviews.source_system = observed.source_system and late_reviews.subject_id = observed.subject_id
    left join late_events on late_events.source_system = observed.source_system and late_events.ticket_id = observed.ticket_id
    left join late_tickets on late_tickets.source_system = observed.source_system and late_tickets.ticket_id = observed.ticket_id
    left join reopened on reopened.source_system = observed.source_system and reopened.ticket_id = observed.ticket_id
    left join voided on voided.source_system = observed.source_system and voided.ticket_id = observed.ticket_id
    where observed.was_visible
        or observed.is_visible
)

select
    metric as rows,
    market,
    lob,
    reason,
    count(*) as row_count,
from reasoned
where reason is not null
group by all
order by row_count desc, reason
