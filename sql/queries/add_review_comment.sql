insert into review_comments (comment_id, week_start, metric, cell, body, author, written_at)
values ($comment_id, $week_start, $metric, $cell, $body, $author, $written_at)
