-- What people write into the weekly review. It cannot be made again from files, so nothing is deleted: a withdrawn line keeps who and when.

create table review_comments (
    comment_id varchar not null,
    week_start date not null,
    metric varchar not null,
    -- The filters of the number in one text, empty for the whole: 'lob=Age%20Support&market=KR'.
    cell varchar not null,
    body varchar not null,
    author varchar not null,
    written_at timestamp not null,
    withdrawn_at timestamp,
    withdrawn_by varchar
);

-- Half-open days; no market or line of business named means all of them.
create table review_events (
    event_id varchar not null,
    kind varchar not null,
    title varchar not null,
    from_on date not null,
    until_on date not null,
    markets varchar[] not null,
    lobs varchar[] not null,
    author varchar not null,
    written_at timestamp not null,
    withdrawn_at timestamp,
    withdrawn_by varchar
);
