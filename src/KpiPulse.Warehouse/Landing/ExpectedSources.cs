namespace KpiPulse.Warehouse.Landing;

/// <summary>When files of one source are due: a row of <c>expected_sources</c>.</summary>
internal sealed record ExpectedSource(string SourceId, string Every, double WithinHours, string TimeZone, string PeriodFrom, DateOnly? StartsOn, DateOnly? EndsOn);

/// <summary>The schedules in force, kept in the warehouse so that completeness is a question to SQL.</summary>
internal static class ExpectedSources
{
    /// <summary>Writes only what differs: profiles are read at every run.</summary>
    public static void Keep(KpiWarehouse warehouse, IReadOnlyList<ExpectedSource> schedules)
    {
        using (var session = warehouse.Read())
        {
            var known = session.Ask<ExpectedSource>("expected_sources", "select source_id, every, within_hours, time_zone, period_from, starts_on, ends_on from expected_sources");
            if (known.ToHashSet().SetEquals(schedules))
                return;
        }

        warehouse.Write(session =>
        {
            session.Run("expected_sources", "delete from expected_sources");
            foreach (var schedule in schedules)
                session.Run("expected_sources", "insert into expected_sources values ($SourceId, $Every, $WithinHours, $TimeZone, $PeriodFrom, $StartsOn, $EndsOn)", schedule);
            return 0;
        });
    }
}
