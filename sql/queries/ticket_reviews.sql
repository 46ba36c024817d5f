-- The QA reviews of one ticket as they stand, item by item; a review without items is one row without an item.
select
    reviews.review_id,
    reviews.reviewed_at,
    reviews.scorecard_id,
    reviews.scorecard_version,
    reviews.state,
    reviews.sampling,
    reviews.raw_score,
    reviews.final_score,
    reviews.pass_mark,
    reviews.is_passed,
    reviews.is_auto_failed,
    reviews.exclusion_reason,
    coalesce(scorecard.name, items.item_id) as item,
    scorecard.weight,
    items.value,
    scorecard.scale_max,
    scorecard.critical,
    items.comment,
from fct_qa_reviews as reviews
left join qa_review_items as items
    on items.source_system = reviews.source_system
    and items.review_id = reviews.review_id
left join qa_scorecard_items as scorecard
    on scorecard.scorecard_id = reviews.scorecard_id
    and scorecard.version = reviews.scorecard_version
    and scorecard.item_id = items.item_id
where reviews.source_system = $source_system
    and reviews.ticket_id = $ticket_id
    and reviews.visible_until is null
order by reviews.reviewed_at, reviews.review_id, items.item_id
