using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>What a report was made from and what it says: enough to make it again and to hold every figure against the data.</summary>
/// <param name="Program">Name and version; another version may lay out otherwise.</param>
/// <param name="AsOf">UTC, ISO 8601.</param>
/// <param name="WithheldBelow">Sums over fewer tickets are not printed; null: all are.</param>
/// <param name="Live">Address of the live pages that it links to; null without links.</param>
public sealed record ReportManifest(
    string Format,
    string Program,
    ReportKind Kind,
    string Period,
    string Zone,
    string AsOf,
    string State,
    long DataVersion,
    string? Live,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Where,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Scope,
    IReadOnlyList<ManifestMetric> Metrics,
    IReadOnlyList<ManifestInput> Inputs,
    int Pages,
    IReadOnlyList<ManifestFigure> Figures,
    int? WithheldBelow = null)
{
    /// <summary>What a report of one metric shows; null for those of all.</summary>
    public ManifestView? View { get; init; }

    public const string FormatName = "kpipulse-report/1";
    public const string FileName = "manifest.json";
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
        RespectRequiredConstructorParameters = false,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <exception cref="JsonException">The text is no manifest.</exception>
    public static ReportManifest Parse(string json) => JsonSerializer.Deserialize<ReportManifest>(json, Json) is { Format: FormatName } manifest
        ? manifest
        : throw new JsonException($"This is no {FormatName} manifest.");

    /// <summary>The request that makes this report again.</summary>
    public ReportRequest ToRequest(Func<Uri, LiveLinks> linksOf) => (Kind == ReportKind.Monthly ? ReportRequest.OfMonth(Grains.MonthOf(Period)) : new ReportRequest(IsoWeek.Parse(Period))) with
    {
        Kind = Kind,
        Metric = View?.Metric,
        Against = View?.Against is { } against ? Baseline.Parse(against) : Baseline.FourWeekMean,
        By = View?.By,
        Zone = View?.Zone,
        Basis = View?.Basis,
        Where = FiltersOf(Where),
        Scope = new Scope(FiltersOf(Scope)) { SeesRows = WithheldBelow is null, SeesAgents = WithheldBelow is null },
        AsOf = DateTime.ParseExact(AsOf, InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
        Links = Live is null ? null : linksOf(new Uri(Live)),
    };

    public static string InstantText(DateTime utc) => utc.ToString(InstantForm, CultureInfo.InvariantCulture);

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Named(IReadOnlyList<DimensionFilter> filters) => filters.ToDictionary(filter => filter.Dimension, filter => filter.Values);

    internal static IReadOnlyList<DimensionFilter> FiltersOf(IReadOnlyDictionary<string, IReadOnlyList<string>> named) => [.. named.Select(pair => new DimensionFilter(pair.Key, pair.Value))];
}

/// <summary>What a reader had on screen.</summary>
public sealed record ManifestView(string Metric, string? Against, string? By, string? Zone, string? Basis);

public sealed record ManifestMetric(string Id, int DefinitionVersion, string Definition);

/// <summary>A received file behind the numbers.</summary>
public sealed record ManifestInput(string Name, string Sha256, string? Source);

/// <summary>A figure: its question in the words of the command line, what was printed, and where.</summary>
public sealed record ManifestFigure(string Name, string Metric, FigurePart Part, string From, string Until, IReadOnlyDictionary<string, IReadOnlyList<string>> Where, string? Basis, string Text, int Page, FigureBox Box)
{
    public static ManifestFigure Of(PrintedFigure printed) => new(
        printed.Figure.Name,
        printed.Figure.Question.Metric,
        printed.Figure.Part,
        Day(printed.Figure.Question.Period!.Value.Start),
        Day(printed.Figure.Question.Period!.Value.End),
        ReportManifest.Named(printed.Figure.Question.Where),
        printed.Figure.Question.Basis,
        printed.Text,
        printed.Page,
        printed.Box);

    public MetricQuestion Question(DateTime asOf, string? zone = null) => new(Metric)
    {
        Zone = zone,
        Period = new Period(DateOnly.ParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture), DateOnly.ParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Where = ReportManifest.FiltersOf(Where),
        Basis = Basis,
        AsOf = asOf,
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
