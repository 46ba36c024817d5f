using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Delivery;

/// <summary>
/// One row for each schedule, period and recipient says what became of a delivery. Claims go through the warehouse's one writer, so
/// nothing is sent twice by two runs, and what a run left unfinished is found by the next.
/// </summary>
public sealed class DeliveryLedger(KpiWarehouse warehouse)
{
    public const int MostAttempts = 6;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(5);

    /// <summary>A new one at each start of the program: rows of another belong to a run that has ended, since only one program has the warehouse open.</summary>
    private readonly string run = Guid.NewGuid().ToString("N");

    private DateTime Now => warehouse.Clock.GetUtcNow().UtcDateTime;

    public IReadOnlyList<Delivery> History(int limit) => Read<Delivery>("report_deliveries", new { limit });

    /// <summary>Delivered, or failed so often that somebody has to look.</summary>
    public IReadOnlySet<(string Period, string RecipientId)> Settled(string scheduleId) =>
        Read<SettledRow>("settled_deliveries", new { schedule_id = scheduleId, most_attempts = MostAttempts }).Select(row => (row.Period, row.RecipientId)).ToHashSet();

    /// <summary>False: another has it, it is done, or its time to be tried again has not come.</summary>
    public bool Claim(DeliveryKey key) => warehouse.Write(session =>
    {
        var arguments = Arguments(key, ("run_id", run), ("now", Now));
        return session.Execute("claim_delivery", arguments) == 1
            || session.Execute("take_over_delivery", Arguments(key, ("run_id", run), ("now", Now), ("most_attempts", MostAttempts))) == 1;
    }, readState: false);

    /// <summary>From here to <see cref="Delivered"/> nobody but the receiver knows whether it arrived.</summary>
    public void HandingOver(DeliveryKey key, string sha256) => Settle(key, "handing_over", null, null, sha256);

    public void Delivered(DeliveryKey key, string sha256) => Settle(key, "delivered", null, null, sha256);

    /// <param name="attempts">How often it was tried; each wait is twice the one before.</param>
    public void Failed(DeliveryKey key, string error, int attempts) => Settle(key, "failed", error, Now + FirstWait * Math.Pow(2, Math.Max(0, attempts - 1)), null);

    /// <summary>Tried again at the next round, however often it has failed.</summary>
    public void TryAgain(DeliveryKey key) => warehouse.Write(session => session.Execute("retry_delivery", Arguments(key, ("now", Now))), readState: false);

    public int AttemptsOf(DeliveryKey key) =>
        History(int.MaxValue).FirstOrDefault(row => row.ScheduleId == key.ScheduleId && row.Period == key.Week.ToString() && row.RecipientId == key.RecipientId)?.Attempts ?? 0;

    private void Settle(DeliveryKey key, string state, string? error, DateTime? retryAt, string? sha256) => warehouse.Write(
        session => session.Execute("settle_delivery", Arguments(key, ("run_id", run), ("now", Now), ("state", state), ("error", error), ("retry_at", retryAt), ("sha256", sha256))), readState: false);

    private static Dictionary<string, object?> Arguments(DeliveryKey key, params (string Name, object? Value)[] others)
    {
        var arguments = others.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        arguments["schedule_id"] = key.ScheduleId;
        arguments["period"] = key.Week.ToString();
        arguments["recipient_id"] = key.RecipientId;
        return arguments;
    }

    private IReadOnlyList<T> Read<T>(string query, object arguments)
    {
        using var session = warehouse.Read();
        return session.Query<T>(query, arguments);
    }

    private sealed record SettledRow(string Period, string RecipientId);
}
