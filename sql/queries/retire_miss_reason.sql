update miss_reasons set valid_until = $until where reason = $reason and valid_until is null
