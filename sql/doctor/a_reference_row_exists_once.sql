select 'markets' as table_name, cast(row(market) as varchar) as row_key, count(*) as row_count from markets group by all having count(*) > 1
union all
select 'teams' as table_name, cast(row(team_id, valid_from) as varchar) as row_key, count(*) as row_count from teams group by all having count(*) > 1
union all
select 'sla_policies' as table_name, cast(row(policy_id, version, market, lob) as varchar) as row_key, count(*) as row_count from sla_policies group by all having count(*) > 1
union all
select 'sla_targets' as table_name, cast(row(policy_id, version, priority, metric) as varchar) as row_key, count(*) as row_count from sla_targets group by all having count(*) > 1
union all
select 'calendars' as table_name, cast(row(calendar_id, version) as varchar) as row_key, count(*) as row_count from calendars group by all having count(*) > 1
union all
select 'calendar_weekly' as table_name, cast(row(calendar_id, version, dow, from_local) as varchar) as row_key, count(*) as row_count from calendar_weekly group by all having count(*) > 1
union all
select 'calendar_exceptions' as table_name, cast(row(calendar_id, version, on_date, kind, from_local) as varchar) as row_key, count(*) as row_count from calendar_exceptions group by all having count(*) > 1
union all
select 'kpi_targets' as table_name, cast(row(metric, market, lob, channel, tier, team, valid_from) as varchar) as row_key, count(*) as row_count from kpi_targets group by all having count(*) > 1
union all
select 'workforce_daily' as table_name, cast(row(on_date, agent_id) as varchar) as row_key, count(*) as row_count from workforce_daily group by all having count(*) > 1
union all
select 'qa_scorecard_items' as table_name, cast(row(scorecard_id, version, item_id) as varchar) as row_key, count(*) as row_count from qa_scorecard_items group by all having count(*) > 1
