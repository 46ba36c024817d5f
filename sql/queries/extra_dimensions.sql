select distinct dimension from extra_dimensions order by dimension
