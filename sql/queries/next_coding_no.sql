select cast(coalesce(max(coding_no), 0) + 1 as bigint) from miss_codings
