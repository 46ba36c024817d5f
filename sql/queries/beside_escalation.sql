-- What belongs beside escalations: the time before them, as Tier 1's part of the resolution clock (E5). Slots: filters, period.
with escalations as (
    select
        tier1_minutes,
        minutes_before,
    from fct_escalations
    where true
        /*{filters}*/
        /*{period}*/
)

select 'minutes with Tier 1 before escalation, median' as what, quantile_cont(tier1_minutes, 0.5) as value, from escalations
union all
select 'minutes with Tier 1 before escalation, P90' as what, quantile_cont(tier1_minutes, 0.9) as value, from escalations
union all
select 'share of the resolution clock used by Tier 1' as what, sum(tier1_minutes) / nullif(sum(minutes_before), 0) as value, from escalations
