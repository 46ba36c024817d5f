-- Where a person began the usual range of a number anew, and why. Nothing is deleted: a withdrawn one keeps who and when.
create table review_rebaselines (
    rebaseline_id varchar not null,
    metric varchar not null,
    -- The filters of the number in one text, as in review_comments.
    cell varchar not null,
    -- The first week of the new range.
    week_start date not null,
    reason varchar not null,
    author varchar not null,
    written_at timestamp not null,
    withdrawn_at timestamp,
    withdrawn_by varchar
);
