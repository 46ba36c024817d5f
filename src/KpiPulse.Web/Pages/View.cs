using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using Microsoft.AspNetCore.WebUtilities;

namespace KpiPulse.Web.Pages;

/// <summary>What the reader is looking at. All of it is in the URL, so that a link reproduces the view.</summary>
public sealed record View(IsoWeek Week, IReadOnlyList<DimensionFilter> Where, DateTime? AsOf, string? Zone, string? Basis = null)
{
    internal const string Reported = "reported";

    /// <summary>Closed weeks as they were reported when they were signed: <c>asof=reported</c>.</summary>
    public bool AsReported { get; init; }

    /// <summary>What the week is held against: <c>cmp=previous</c>, <c>cmp=year</c>; the four weeks before when nothing is said.</summary>
    public ComparedWith Against { get; init; } = ComparedWith.FourWeeksBefore;

    /// <exception cref="QuestionException">A part of the URL is not of its form; the message shows the form.</exception>
    public static View Of(IQueryCollection query, Dimensions dimensions, IsoWeek latest, string reportingZone, string? routeWeek = null)
    {
        var week = latest;
        if ((routeWeek ?? query["week"].FirstOrDefault()) is { Length: > 0 } text && !IsoWeek.TryParse(text, out week))
            throw new QuestionException($"'{text}' is not a week. Write it as {latest}.");

        var filters = dimensions.All
            .Where(dimension => query.ContainsKey(dimension.Id))
            .Select(dimension => new DimensionFilter(dimension.Id, [.. query[dimension.Id].SelectMany(value => (value ?? "").Split(',')).Distinct().Order(StringComparer.Ordinal)]));
        var zone = ZoneOf(query["zone"].FirstOrDefault());
        var asOf = query["asof"].FirstOrDefault();
        return new View(week, [.. filters], InstantOf(asOf, zone ?? reportingZone), zone, query["basis"].FirstOrDefault())
        {
            AsReported = asOf == Reported,
            Against = AgainstOf(query["cmp"].FirstOrDefault()),
        };
    }

    /// <summary>False for readers of sums: what would lead to tickets leads to the number's own page.</summary>
    public bool OpensRows { get; init; } = true;

    /// <summary>Where a cell has rows of several bases, its links say which one its number is of.</summary>
    public View Of(Trend trend) => trend.OtherBases.Count > 0 ? this with { Basis = trend.Latest?.Basis } : this;

    public IReadOnlyList<string> ValuesOf(string dimension) => Where.FirstOrDefault(filter => filter.Dimension == dimension)?.Values ?? [];

    public View With(string dimension, string? value) => this with
    {
        Where = [.. Where.Where(filter => filter.Dimension != dimension), new DimensionFilter(dimension, [value ?? ""])],
    };

    public View Without(string dimension) => this with { Where = [.. Where.Where(filter => filter.Dimension != dimension)] };

    /// <summary>The same values asked of another dimension.</summary>
    public View Renamed(string dimension, string other) => this with
    {
        Where = [.. Where.Select(filter => filter.Dimension == dimension ? filter with { Dimension = other } : filter)],
    };

    /// <summary>The view narrowed to one cell of a breakdown.</summary>
    public View Narrowed(IReadOnlyList<string> by, IReadOnlyList<string?> key) => by.Zip(key).Aggregate(this, (view, pair) => view.With(pair.First, pair.Second));

    public MetricQuestion Question(string metric) => new(metric) { Period = Week.Days, Grain = Grain.None, Where = Where, AsOf = AsOf, Zone = Zone, Basis = Basis };

    public string WeekPage(string? by = null) => Link($"/week/{Week}", [("by", by)], withWeek: false);

    public string MetricPage(string metric) => Link($"/metric/{metric}", []);

    public string WhyPage(string metric, string? against = null, string? by = null) => OpensRows ? Link($"/why/{metric}", [("against", against), ("by", by)]) : MetricPage(metric);

    public string ReasonsPage(string metric) => Link($"/reasons/{metric}", []);

    public View AsKnownNow => this with { AsOf = null, AsReported = false };

    public string PassportPage(string metric) => OpensRows ? Link("/passport", [("metric", metric)]) : MetricPage(metric);

    public string TicketsPage(string metric, Outcome outcome = Outcome.All, int page = 1) => OpensRows ? Link("/tickets", TicketParameters(metric, outcome, page)) : MetricPage(metric);

    public static string TicketPage(string source, string ticketId) => $"/ticket/{Uri.EscapeDataString(source)}/{Uri.EscapeDataString(ticketId)}";

    public string TicketsXlsx(string metric, Outcome outcome) => Link("/tickets.xlsx", TicketParameters(metric, outcome, 1));

    public string TicketsCsv(string metric, Outcome outcome) => Link("/tickets.csv", TicketParameters(metric, outcome, 1));

    public string ReportsPage(string? handler = null) => Link("/reports", [("handler", handler)]);

    /// <summary>The week on paper, with exactly these filters.</summary>
    public string ReportPdf() => Link("/report.pdf", []);

    public string MetricPdf(string metric) => Link($"/metric/{metric}.pdf", []);

    public string WhyPdf(string metric, string? against, string? by) => Link($"/why/{metric}.pdf", [("against", against), ("by", by)]);

    /// <summary>This view on any page.</summary>
    public string Link(string path, IEnumerable<(string Name, string? Value)> own, bool withWeek = true) =>
        QueryHelpers.AddQueryString(path, own.Concat(Parameters(withWeek)).Where(parameter => parameter.Value is not null)
            .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));

    private IEnumerable<(string Name, string? Value)> Parameters(bool withWeek)
    {
        if (withWeek)
            yield return ("week", Week.ToString());
        foreach (var filter in Where)
            yield return (filter.Dimension, string.Join(',', filter.Values));
        if (AsOf is { } asOf)
            yield return ("asof", asOf.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (AsReported)
            yield return ("asof", Reported);
        if (Against != ComparedWith.FourWeeksBefore)
            yield return ("cmp", NameOf(Against));
        if (Zone is not null)
            yield return ("zone", Zone);
        if (Basis is not null)
            yield return ("basis", Basis);
    }

    public static string NameOf(ComparedWith against) => against switch
    {
        ComparedWith.PreviousWeek => "previous",
        ComparedWith.LastYear => "year",
        _ => "4w",
    };

    private static ComparedWith AgainstOf(string? text) => text switch
    {
        null or "" or "4w" => ComparedWith.FourWeeksBefore,
        "previous" => ComparedWith.PreviousWeek,
        "year" => ComparedWith.LastYear,
        _ => throw new QuestionException($"'{text}' is nothing to compare with. Write cmp=previous, cmp=4w or cmp=year."),
    };

    /// <summary>A bare day is the end of that day in the zone, which is what people mean by "as of Friday".</summary>
    private static DateTime? InstantOf(string? text, string zone) => text switch
    {
        null or "" or Reported => null,
        _ when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => ReportingZone.Of(zone).StartOf(day.AddDays(1)),
        _ => Commands.QuestionOptions.InstantOf(text),
    };

    private static string? ZoneOf(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : ReportingZone.Of(text).Id;
        }
        catch (ArgumentException failure)
        {
            throw new QuestionException(failure.Message);
        }
    }

    private static IEnumerable<(string Name, string? Value)> TicketParameters(string metric, Outcome outcome, int page) =>
    [
        ("metric", metric),
        ("outcome", outcome == Outcome.All ? null : outcome.ToString().ToLowerInvariant()),
        ("p", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)),
    ];
}
