-- What belongs beside a quality score: how much of the work was reviewed (Q10), the mean weighted by what each team solved (Q7), the accuracy of
-- items that are not critical (Q5), and reviews that are listed apart because they are biased or unsettled (Q7).
-- Slots: filters, period, basis (of the reviews: manual or auto).
with reviews as (
    select *
    from (select *, source as basis from fct_qa_reviews)
    where true
        /*{filters}*/
        /*{period}*/
        /*{basis}*/
),

solved as (
    select
        team,
        count(distinct (source_system, ticket_id)) as tickets,
    from fct_ticket_solves
    where true
        /*{filters}*/
        /*{period}*/
    group by all
),

teams as (
    select
        team,
        avg(final_score) as score,
    from reviews
    where exclusion_reason is null
    group by all
),

beside as (
    select 1 as place, 'reviews per solved ticket' as what, (select cast(count(*) as double) from reviews where exclusion_reason is null) / nullif((select sum(tickets) from solved), 0) as value
    union all
    select 2 as place, 'mean score weighted by tickets solved of each team' as what, sum(teams.score * solved.tickets) / nullif(sum(solved.tickets), 0) as value,
    from teams
    inner join solved on solved.team is not distinct from teams.team
    union all
    select 3 as place, 'accuracy of items that are not critical' as what, 1 - sum(noncritical_defects) / nullif(sum(noncritical_opportunities), 0) as value,
    from reviews
    where exclusion_reason is null
    union all
    select 4 as place, 'listed apart: ' || exclusion_reason as what, count(*) as value,
    from reviews
    where exclusion_reason is not null
    group by all
)

select what, value from beside order by place, what
