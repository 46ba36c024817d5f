select
    source_system,
    review_id,
    count(*) as row_count,
from qa_reviews
group by all
having count(*) > 1
