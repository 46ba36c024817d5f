using System.CommandLine;
using System.Globalization;
using KpiPulse.Metrics;

namespace KpiPulse.Web.Commands;

/// <summary>The options that say which rows and which time a verb asks for.</summary>
internal static class QuestionOptions
{
    public static readonly Argument<string> Metric = new("METRIC") { Description = "Metric id: csat, sla_first_reply, quality …" };

    public static readonly Option<string?> Week = new("--week") { Description = "ISO week, as 2026-W46." };

    public static readonly Option<string?> From = new("--from") { Description = "First local day, as 2026-11-01." };

    public static readonly Option<string?> Until = new("--until") { Description = "Local day to stop before." };

    public static readonly Option<int?> Weeks = new("--weeks") { Description = "How many weeks, ending with --week." };

    public static readonly Option<string?> Grain = new("--grain") { Description = "day | week | month | none; week where a week is asked for, else none." };

    public static readonly Option<string[]> By = new("--by") { Description = "Dimensions to break down by: market,lob." };

    public static readonly Option<string[]> Where = new("--where") { Description = "Rows to keep, as market=JP,KR; may be repeated." };

    public static readonly Option<string?> AsOf = new("--as-of") { Description = "Instant with offset, as 2026-11-16T09:00:00+08:00; later events are invisible." };

    public static readonly Option<string?> Zone = new("--zone") { Description = "IANA zone of days and weeks." };

    /// <exception cref="QuestionException">A value is not of its form; the message shows the form.</exception>
    public static MetricQuestion QuestionOf(ParseResult parsed)
    {
        var period = PeriodOf(parsed);
        return new MetricQuestion(parsed.GetRequiredValue(Metric))
        {
            Period = period,
            Grain = GrainOf(parsed.GetValue(Grain), hasWeek: parsed.GetValue(Week) is not null),
            By = [.. (parsed.GetValue(By) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            Where = [.. (parsed.GetValue(Where) ?? []).Select(FilterOf)],
            AsOf = InstantOf(parsed.GetValue(AsOf)),
            Zone = parsed.GetValue(Zone),
        };
    }

    public static DimensionFilter FilterOf(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? new DimensionFilter(text[..at].Trim(), [.. text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries)])
            : throw new QuestionException($"'{text}' is not a filter. Write --where market=JP or --where market=JP,KR.");
    }

    public static DateTime? InstantOf(string? text) => text is null ? null
        : DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            && instant.Year is >= 1900 and < 3000
            ? instant.UtcDateTime
            : throw new QuestionException($"'{text}' is not an instant with offset. Write it as 2026-11-16T09:00:00+08:00 or 2026-11-16T01:00:00Z.");

    private static Period? PeriodOf(ParseResult parsed)
    {
        var (week, weeks, from, until) = (parsed.GetValue(Week), parsed.GetValue(Weeks), parsed.GetValue(From), parsed.GetValue(Until));
        if (week is not null)
        {
            if (from is not null || until is not null)
                throw new QuestionException("Ask for --week or for --from and --until, not both.");
            if (!IsoWeek.TryParse(week, out var asked))
                throw new QuestionException($"'{week}' is not a week. Write it as 2026-W46.");
            if (weeks is < 1 or > 520)
                throw new QuestionException("--weeks takes a number from 1 to 520.");
            return Period.LastWeeks(asked, weeks ?? 1);
        }

        if (weeks is not null)
            throw new QuestionException("--weeks counts back from a week: add --week 2026-W46.");
        if (from is null && until is null)
            return null;

        var start = from is null ? DateOnly.MinValue.AddDays(7) : DayOf(from);
        var end = until is null ? new DateOnly(9000, 1, 1) : DayOf(until);
        return start < end ? new Period(start, end) : throw new QuestionException("--until is the day to stop before: it must lie after --from.");
    }

    private static DateOnly DayOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new QuestionException($"'{text}' is not a day. Write it as 2026-11-09.");

    private static Grain GrainOf(string? text, bool hasWeek) => text switch
    {
        null => hasWeek ? Metrics.Grain.Week : Metrics.Grain.None,
        "day" => Metrics.Grain.Day,
        "week" => Metrics.Grain.Week,
        "month" => Metrics.Grain.Month,
        "none" => Metrics.Grain.None,
        _ => throw new QuestionException($"'{text}' is not a grain. Write day, week, month or none."),
    };
}
