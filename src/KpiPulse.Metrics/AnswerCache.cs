using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace KpiPulse.Metrics;

/// <summary>
/// What was read once for a data version: of all data, or the last one that changed what the question reads. The key is the whole question with
/// the reader's scope, so nobody gets another reader's answer; a new data version is a new key, and what is no longer asked for makes room.
/// </summary>
internal sealed class AnswerCache : IDisposable
{
    /// <summary>Rows of all kept answers together: some tens of megabytes.</summary>
    private const int RowsKept = 400_000;

    private static readonly Meter Meter = new("KpiPulse.Metrics");
    private static readonly Counter<long> Hits = Meter.CreateCounter<long>("kpipulse.answer_cache.hits", "{hit}", "Questions answered by what was read before");
    private static readonly Counter<long> Misses = Meter.CreateCounter<long>("kpipulse.answer_cache.misses", "{miss}", "Questions that had to be read");

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = RowsKept });

    /// <summary>Readers who ask the same at the same time wait for one reading of it.</summary>
    /// <param name="version">Known before the reading begins: what is read meanwhile may be newer and is then read again, never older.</param>
    public T Get<T>(long version, string key, Func<T> read, Func<T, int> rows)
    {
        var versioned = (version, key);
        var isKept = true;
        var answer = answers.GetOrCreate(versioned, entry =>
        {
            isKept = false;
            entry.Size = 1;
            return new Lazy<T>(() => Sized(versioned, read(), rows));
        })!;
        (isKept ? Hits : Misses).Add(1);
        try
        {
            return answer.Value;
        }
        catch
        {
            answers.Remove(versioned);
            throw;
        }
    }

    public static string KeyOf(MetricQuestion question, Scope scope, Moment moment)
    {
        var key = new StringBuilder();
        foreach (var part in (string[])[question.Metric, question.Period?.ToString() ?? "", question.Grain.ToString(), question.Basis ?? "-", moment.IsLatest ? "latest" : moment.AsOf.ToString("o", CultureInfo.InvariantCulture), moment.Zone])
            key.Append(part).Append('\n');
        foreach (var dimension in question.By)
            key.Append("by ").Append(Uri.EscapeDataString(dimension)).Append('\n');
        foreach (var filter in question.Where)
            key.Append("where ").Append(filter.Key).Append('\n');
        return key.Append("scope ").Append(scope.Key).ToString();
    }

    public void Dispose() => answers.Dispose();

    private T Sized<T>((long, string) key, T value, Func<T, int> rows)
    {
        answers.Set(key, new Lazy<T>(value), new MemoryCacheEntryOptions { Size = 1 + rows(value) });
        return value;
    }
}
