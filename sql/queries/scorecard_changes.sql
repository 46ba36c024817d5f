-- The local days on which a scorecard's later versions first counted (Q8): trends break there.
select min(attributed_on) as first_on
from fct_qa_reviews
where exclusion_reason is null
group by scorecard_id, scorecard_version
qualify row_number() over (partition by scorecard_id order by min(attributed_on), scorecard_version) > 1
order by first_on
