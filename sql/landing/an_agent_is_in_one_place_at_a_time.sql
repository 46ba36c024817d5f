with
    stays as (
        select
            agent_id,
            valid_from,
            valid_to,
            lead(valid_from) over (partition by agent_id order by valid_from) as next_from,
        from roster
    )

select *
from stays
where next_from < coalesce(valid_to, date '9999-12-31')
