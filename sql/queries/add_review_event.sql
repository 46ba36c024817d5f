-- Markets and lines of business come as one text each, a name a line.
insert into review_events (event_id, kind, title, from_on, until_on, markets, lobs, author, written_at)
values (
    $event_id, $kind, $title, $from_on, $until_on,
    list_filter(string_split($markets, chr(10)), name -> name <> ''),
    list_filter(string_split($lobs, chr(10)), name -> name <> ''),
    $author, $written_at
)
