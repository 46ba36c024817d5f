insert into review_rebaselines (rebaseline_id, metric, cell, week_start, reason, author, written_at)
values ($rebaseline_id, $metric, $cell, $week_start, $reason, $author, $written_at)
