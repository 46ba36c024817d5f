-- grain: one row per invitation sent and visible interval; refresh: none, a view
-- The cohort of the response rate (T7): invitations by the week they were sent, answered within 7 days or not. An answer shows from when it
-- came (C8).
select
    source_system,
    ticket_id,
    survey_id,
    sent_at,
    first_responded_at,
    false as is_answered_within_7_days,
    sent_at as attributed_at,
    sent_on as attributed_on,
    sent_at as visible_from,
    if(is_answered_in_time, least(first_responded_at, void_at), void_at) as visible_until,
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
from fct_survey_invitations
-- A ticket is not void before its invitation, an answer may bear an earlier instant.
where not is_answered_in_time
    or sent_at < first_responded_at
union all
select
    source_system,
    ticket_id,
    survey_id,
    sent_at,
    first_responded_at,
    true as is_answered_within_7_days,
    sent_at as attributed_at,
    sent_on as attributed_on,
    first_responded_at as visible_from,
    void_at as visible_until,
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
from fct_survey_invitations
where is_answered_in_time
    and (void_at is null or first_responded_at < void_at)
