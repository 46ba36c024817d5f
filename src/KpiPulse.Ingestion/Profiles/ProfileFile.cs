using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiPulse.Ingestion.Profiles;

// The shape of a profile's JSON, member by member; sources/README.md explains each. Nothing is interpreted here.

internal sealed record ProfileFile
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public required string Id { get; init; }

    public string? Title { get; init; }

    public string? Notes { get; init; }

    public TakesPart Takes { get; init; } = new();

    public FormatPart Format { get; init; } = new();

    public string? TimeZone { get; init; }

    public string? SourceSystem { get; init; }

    public string SlaBasis { get; init; } = "events";

    public IReadOnlyList<string> NoValue { get; init; } = [];

    [JsonPropertyName("true")]
    public IReadOnlyList<string> TrueTokens { get; init; } = ["true", "yes", "y", "1"];

    [JsonPropertyName("false")]
    public IReadOnlyList<string> FalseTokens { get; init; } = ["false", "no", "n", "0"];

    public IReadOnlyList<string> Dates { get; init; } = ["iso"];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Aliases { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public double MaxRejectedShare { get; init; } = 0.02;

    public IReadOnlyList<ConditionPart> IgnoreWhen { get; init; } = [];

    public required IReadOnlyList<TargetPart> Targets { get; init; }

    public SchedulePart? Expected { get; init; }
}

internal sealed record TakesPart
{
    public IReadOnlyList<string> Name { get; init; } = ["*"];

    public IReadOnlyList<string> Columns { get; init; } = [];
}

internal sealed record FormatPart
{
    public string Type { get; init; } = "csv";

    /// <summary>One, or several of which the one that makes the header out is used.</summary>
    [JsonConverter(typeof(OneOrManyConverter))]
    public IReadOnlyList<string> Delimiter { get; init; } = [","];

    public string Quote { get; init; } = "\"";

    public string? Escape { get; init; }

    public string? Encoding { get; init; }

    public int SkipLines { get; init; }

    /// <summary>The header is looked for in the first so many lines after those skipped.</summary>
    public int HeaderWithin { get; init; } = 1;

    /// <summary>Filled lines at the end that are no records: totals, a signature.</summary>
    public int FooterLines { get; init; }

    public string? Sheet { get; init; }
}

internal sealed record TargetPart
{
    public required string Table { get; init; }

    public IReadOnlyList<ConditionPart> When { get; init; } = [];

    /// <summary>Columns not listed come from source columns of the same name.</summary>
    public bool SameNames { get; init; }

    public IReadOnlyDictionary<string, ColumnPart> Columns { get; init; } = new Dictionary<string, ColumnPart>();

    public IReadOnlyDictionary<string, ColumnPart> Extra { get; init; } = new Dictionary<string, ColumnPart>();

    /// <summary>One record becomes as many rows: each entry's columns beside those of the target.</summary>
    public IReadOnlyList<EachPart> ForEach { get; init; } = [];

    /// <summary>A source column: the record stands for each day from <c>on_date</c> to the one in it.</summary>
    public string? EachDayUntil { get; init; }

    public ColumnPart? LatestBy { get; init; }

    public IReadOnlyList<IReadOnlyList<string>> InOrder { get; init; } = [];
}

internal sealed record EachPart
{
    public IReadOnlyList<ConditionPart> When { get; init; } = [];

    public required IReadOnlyDictionary<string, ColumnPart> Columns { get; init; }
}

/// <summary>What another export says of the thing that a column names.</summary>
internal sealed record LookUpPart
{
    public required string In { get; init; }

    public required string Value { get; init; }
}

internal sealed record ConditionPart
{
    public required string Column { get; init; }

    /// <summary><c>present</c> or <c>missing</c>.</summary>
    public string? Is { get; init; }

    public IReadOnlyList<string>? In { get; init; }

    public IReadOnlyList<string>? NotIn { get; init; }
}

/// <summary>When files of this source are due, so that one that stays away is noticed.</summary>
internal sealed record SchedulePart
{
    /// <summary><c>day</c> or <c>week</c>.</summary>
    public required string Every { get; init; }

    /// <summary>Hours after the period's end by which the file must be here.</summary>
    public double WithinHours { get; init; } = 12;

    /// <summary>Zone of the periods; the reporting zone if not said.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>name</c> (the week or day that it carries, if it carries one) or <c>arrival</c> (the last period that was over).</summary>
    public string PeriodFrom { get; init; } = "name";

    public DateOnly? Starts { get; init; }

    /// <summary>The first day without: a source that was switched off is not late for ever.</summary>
    public DateOnly? Ends { get; init; }

    public string? Fault =>
        Every is not ("day" or "week") ? $"expected.every is day or week, not '{Every}'"
        : WithinHours is < 0 or > 24 * 366 || !double.IsFinite(WithinHours) ? "expected.within_hours is a number of hours from 0 to a year"
        : PeriodFrom is not ("name" or "arrival") ? $"expected.period_from is name or arrival, not '{PeriodFrom}'"
        : Starts >= Ends ? "expected.ends lies after expected.starts"
        : null;
}

internal sealed record ColumnPart
{
    [JsonConverter(typeof(OneOrManyConverter))]
    public IReadOnlyList<string> From { get; init; } = [];

    public string? Constant { get; init; }

    public string? Default { get; init; }

    public string? Join { get; init; }

    public IReadOnlyList<string>? Fingerprint { get; init; }

    public bool Optional { get; init; }

    public bool Trim { get; init; } = true;

    public string? CutPrefix { get; init; }

    public string? CutSuffix { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    public string? BeforeLast { get; init; }

    public string? AfterLast { get; init; }

    public IReadOnlyList<string> Remove { get; init; } = [];

    public string? Decimal { get; init; }

    public LookUpPart? LookUp { get; init; }

    /// <summary>Minutes since Sunday 00:00 as <c>day</c> (1–7) or <c>time</c>.</summary>
    public string? MinuteOfWeek { get; init; }

    /// <summary><c>lower</c> or <c>upper</c>.</summary>
    public string? Case { get; init; }

    public IReadOnlyDictionary<string, string?>? Map { get; init; }

    /// <summary>What the map does not know: <c>keep</c> (default), <c>reject</c> or <c>no_value</c>.</summary>
    public string Unmapped { get; init; } = "keep";

    public IReadOnlyList<string>? Only { get; init; }

    public IReadOnlyList<string>? Dates { get; init; }

    public string? TimeZone { get; init; }

    [JsonPropertyName("true")]
    public IReadOnlyList<string>? TrueTokens { get; init; }

    [JsonPropertyName("false")]
    public IReadOnlyList<string>? FalseTokens { get; init; }

    public IReadOnlyList<string> NoValue { get; init; } = [];
}

/// <summary>A text stands for a list of one.</summary>
internal sealed class OneOrManyConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? [reader.GetString()!] : JsonSerializer.Deserialize<List<string>>(ref reader, options)!;

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, options);
}

/// <summary>A text stands for <c>{ "from": text }</c>.</summary>
internal sealed class ColumnPartConverter(JsonSerializerOptions plain) : JsonConverter<ColumnPart>
{
    public override ColumnPart Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new ColumnPart { From = [reader.GetString()!] } : JsonSerializer.Deserialize<ColumnPart>(ref reader, plain)!;

    public override void Write(Utf8JsonWriter writer, ColumnPart value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, plain);
}
