-- One metric's frozen numbers of the weeks that begin in the period, in every cell that a freeze keeps.
select
    weeks.first_day,
    cells.cell_by,
    cells.market,
    cells.lob,
    cells.basis,
    cells.numerator,
    cells.denominator,
    cells.value,
    cells.n,
from frozen_weeks as weeks
inner join kpi_week_snapshot as cells on cells.week = weeks.week
where weeks.zone = $zone
    and weeks.first_day >= $from_on
    and weeks.first_day < $until_on
    and cells.metric = $metric
order by weeks.first_day, cells.cell_by, cells.market, cells.lob, cells.basis
