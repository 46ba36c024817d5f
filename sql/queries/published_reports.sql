select sha256, period, filters, state, as_of, data_version, pages, figures, bytes, seconds, published_at
from published_reports
order by period desc, published_at desc
limit $limit
