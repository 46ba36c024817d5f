-- The same bytes are the same report.
insert into published_reports (sha256, period, filters, state, as_of, data_version, pages, figures, bytes, seconds, published_at)
select $sha256, $period, $filters, $state, $as_of, $data_version, $pages, $figures, $bytes, $seconds, $published_at
where not exists (from published_reports where sha256 = $sha256)
