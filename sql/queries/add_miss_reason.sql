insert into miss_reasons values ($reason, $label, $position, $valid_from, null)
