-- grain: one row per ticket without history; refresh: none, a view
-- Since when its clocks are decided, for good or by having run out (S11: excluded ones are not), and which of the two is decided last. One that was
-- completed before it showed as open is decided then.
select
    fct_reported_tickets.*,
    case
        when frt_exclusion_reason is not null then null
        when frt_ran_out then least(greatest(cast(frt_attributed_at + interval 1 second as timestamp_s), created_at), coalesce(first_reply_at, solved_at))
        else frt_attributed_at
    end as frt_decided_from,
    case
        when res_exclusion_reason is not null then null
        when res_ran_out then least(greatest(cast(res_attributed_at + interval 1 second as timestamp_s), created_at), solved_at)
        else res_attributed_at
    end as res_decided_from,
    coalesce(frt_attributed_at > res_attributed_at, false) as is_first_reply_last,
from fct_reported_tickets
