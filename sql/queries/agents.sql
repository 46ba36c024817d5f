-- Every agent that a counted row names.
select distinct agent
from fct_tickets
where agent is not null
union
select distinct agent
from fct_qa_reviews
where agent is not null
union
select distinct agent
from fct_survey_responses
where agent is not null
order by agent
