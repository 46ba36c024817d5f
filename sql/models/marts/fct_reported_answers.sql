-- grain: one row per ticket without history; refresh: none, a view
-- Since when its clocks are decided, for good or by having run out (S11: excluded ones are not), and which of the two is decided last.
select
    fct_reported_tickets.*,
    if(frt_exclusion_reason is null, coalesce(frt_overdue_from, frt_settled_from), null) as frt_decided_from,
    if(res_exclusion_reason is null, coalesce(res_overdue_from, res_settled_from), null) as res_decided_from,
    coalesce(frt_attributed_at > res_attributed_at, false) as is_first_reply_last,
from fct_reported_tickets
