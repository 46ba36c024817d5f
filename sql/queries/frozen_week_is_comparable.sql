-- Nothing arrived since and the same text computes: then the frozen numbers must come out again.
select
    not exists (
        from received_files
        where state = 'loaded'
            and sha256 not in (select sha256 from frozen_files where known_at <= $frozen_at)
    )
    and (select models_sha256 from frozen_weeks where week = $week) = (select models_sha256 from model_state)
