namespace KpiPulse.Warehouse.Landing;

/// <param name="Sha256">Of a content that was known; null for what was not even opened.</param>
internal sealed record TurnedAwayFile(string FileName, string? Sha256, string Reason);

/// <summary>What came and has no line of its own in the ledger, so that nobody wonders where it went. The latest are kept.</summary>
internal static class TurnedAway
{
    private const int Kept = 1_000;

    public static void Note(KpiWarehouse warehouse, IReadOnlyList<TurnedAwayFile> files)
    {
        if (files.Count == 0)
            return;

        var now = warehouse.Clock.GetUtcNow().UtcDateTime;
        warehouse.Write(session =>
        {
            using (var appender = session.Connection.CreateAppender("turned_away"))
            {
                foreach (var file in files)
                    appender.CreateRow().AppendValue(now).AppendValue(file.FileName).AppendValue(file.Sha256).AppendValue(file.Reason).EndRow();
            }

            return session.Run("turned_away", $"delete from turned_away where came_at < (select min(came_at) from (select came_at from turned_away order by came_at desc limit {Kept}))");
        });
    }
}
