select
    source_system,
    review_id,
    item_id,
    count(*) as row_count,
from qa_review_items
group by all
having count(*) > 1
