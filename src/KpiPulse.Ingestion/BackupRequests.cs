using System.Diagnostics;
using System.Text.Json;
using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <summary>
/// A backup for another process, while this one has the warehouse open and may be ingesting: the one who asks leaves a note in the data folder,
/// the one who serves answers beside it. Whoever may write there owns the data.
/// </summary>
public sealed class BackupRequests(WarehouseOptions options)
{
    private const string Asked = ".asked.json";
    private const string Taken = ".taken.json";
    private const string Answered = ".answer.json";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UntilTaken = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan UntilAnswered = TimeSpan.FromHours(2);

    private readonly string folder = Path.Combine(options.DataFolder, "requests");

    /// <summary>Asks the process that serves this data folder and waits for the copy.</summary>
    /// <exception cref="WarehouseException">Nobody serves, or the copy failed; the message says why.</exception>
    public async Task<DataCopyFacts> Ask(string target, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var id = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        DurableFiles.Write(id + Asked, JsonSerializer.SerializeToUtf8Bytes(new Request(Path.GetFullPath(target))));
        try
        {
            var watch = Stopwatch.StartNew();
            while (!File.Exists(id + Answered))
            {
                if (File.Exists(id + Asked) && watch.Elapsed > UntilTaken)
                    throw new WarehouseException($"{options.DatabasePath} is in use by a KpiPulse that does not serve pages, and so answers nobody. Wait until it is done, then try again.");
                if (watch.Elapsed > UntilAnswered)
                    throw new WarehouseException($"The KpiPulse that serves {options.DataFolder} took the request for a backup and did not finish it. Look into its log.");
                await Task.Delay(Look, cancellation);
            }

            var answer = JsonSerializer.Deserialize<Answer>(await File.ReadAllBytesAsync(id + Answered, cancellation))!;
            return answer.Facts ?? throw new WarehouseException($"The KpiPulse that serves {options.DataFolder} could not make the backup: {answer.Problem}");
        }
        finally
        {
            foreach (var ending in (string[])[Asked, Taken, Answered])
                File.Delete(id + ending);
        }
    }

    /// <summary>Makes every backup that was asked for.</summary>
    public void AnswerAll(KpiWarehouse warehouse)
    {
        foreach (var asked in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Asked).ToList() : [])
        {
            var id = asked[..^Asked.Length];
            try
            {
                File.Move(asked, id + Taken, overwrite: true);
            }
            catch (FileNotFoundException)
            {
                // Whoever asked has given up.
                continue;
            }

            DurableFiles.Write(id + Answered, JsonSerializer.SerializeToUtf8Bytes(AnswerTo(id + Taken, warehouse)));
        }
    }

    private static Answer AnswerTo(string taken, KpiWarehouse warehouse)
    {
        try
        {
            return new Answer(DataCopy.BackUp(warehouse, JsonSerializer.Deserialize<Request>(File.ReadAllBytes(taken))!.Target), null);
        }
        catch (Exception failure) when (failure is WarehouseException or IOException or UnauthorizedAccessException or JsonException)
        {
            return new Answer(null, failure.Message);
        }
    }

    private sealed record Request(string Target);

    private sealed record Answer(DataCopyFacts? Facts, string? Problem);
}
