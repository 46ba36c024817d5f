with
    facts as (
        select
            metric,
            attributed_on,
            sum(numerator) as numerator,
            sum(denominator) as denominator,
        from metric_observations
        where visible_from <= (select data_until from warehouse_state)
            and (visible_until is null or visible_until > (select data_until from warehouse_state))
            and attributed_on is not null
        group by all
    ),

    cube as (
        select
            metric,
            attributed_on,
            sum(numerator) as numerator,
            sum(denominator) as denominator,
        from metric_days
        group by all
    )

select
    metric,
    attributed_on,
    facts.numerator as numerator_of_facts,
    cube.numerator as numerator_of_cube,
    facts.denominator as denominator_of_facts,
    cube.denominator as denominator_of_cube,
from facts
full join cube using (metric, attributed_on)
where abs(coalesce(facts.numerator, 0) - coalesce(cube.numerator, 0)) > 1e-6 * greatest(1, abs(facts.numerator))
    or abs(coalesce(facts.denominator, 0) - coalesce(cube.denominator, 0)) > 1e-6 * greatest(1, abs(facts.denominator))
