namespace KpiPulse.Warehouse.Landing;

/// <summary>How a text becomes another text on its way into a canonical column; each step in the order of the profile.</summary>
internal abstract record TextStep
{
    public sealed record CutPrefix(string Prefix) : TextStep;

    public sealed record CutSuffix(string Suffix) : TextStep;

    /// <summary>The part before the first (or last) separator; the whole text if there is none.</summary>
    public sealed record Before(string Separator, bool Last) : TextStep;

    /// <summary>The part after the first (or last) separator; the whole text if there is none.</summary>
    public sealed record After(string Separator, bool Last) : TextStep;

    public sealed record LowerCase : TextStep;

    /// <summary>Minutes since Sunday 00:00 as the day of the week (1 = Monday … 7 = Sunday) or the time of day.</summary>
    public sealed record MinuteOfWeek(bool Day) : TextStep;

    public sealed record UpperCase : TextStep;

    /// <summary>The text removed wherever it stands: thousands separators.</summary>
    public sealed record Remove(string Text) : TextStep;

    /// <summary>Removed, so that what follows reads a point.</summary>
    public sealed record Replace(string Text, string By) : TextStep;

    /// <summary>First match wins; keys compare without case and may hold <c>*</c> and <c>?</c>.</summary>
    public sealed record MapValues(IReadOnlyList<KeyValuePair<string, string?>> Pairs, UnmappedValue Unmapped) : TextStep;
}

internal enum UnmappedValue
{
    Keep,
    Reject,
    NoValue,
}

/// <summary>Where a canonical column's value comes from.</summary>
internal abstract record TextSource
{
    /// <summary>The first of these source columns that has a value.</summary>
    public sealed record Columns(IReadOnlyList<int> Indexes) : TextSource;

    /// <summary>All of these, joined by a separator; those without a value are left out.</summary>
    public sealed record Joined(IReadOnlyList<int> Indexes, string Separator) : TextSource;

    /// <summary>A fingerprint of these columns, for rows that have no key of their own.</summary>
    public sealed record Fingerprint(IReadOnlyList<int> Indexes) : TextSource;

    public sealed record Constant(string? Text) : TextSource;

    /// <summary>What another export told of the thing that this column names.</summary>
    /// <param name="Alias">The column of the joined records that holds it.</param>
    public sealed record LookedUp(int Index, string In, string Member, string Alias) : TextSource
    {
        /// <summary>The column that says whether it is still to come.</summary>
        public string Waits => "w" + Alias;
    }
}

/// <summary>The declared shape of a time: one or more accepted patterns, and the zone of those that name none.</summary>
/// <param name="Patterns">strptime patterns; see also the flags.</param>
/// <param name="Described">As the profile writes them, for messages.</param>
internal sealed record TimeShape(IReadOnlyList<string> Patterns, bool Iso, bool UnixSeconds, bool UnixMilliseconds, string Described)
{
    /// <summary>IANA zone of times without an offset; null when the profile declares none: they are rejected (C1).</summary>
    public string? Zone { get; init; }
}

/// <param name="Label">What the profile reads, as it names it: for rejections.</param>
internal sealed record ColumnMapping(CanonicalColumn Column, TextSource Source, string Label)
{
    public IReadOnlyList<TextStep> Steps { get; init; } = [];

    public string? Default { get; init; }

    public bool Trim { get; init; } = true;

    /// <summary>Closed by the profile: other values reject the record (amendment 1).</summary>
    public IReadOnlyList<string>? Closed { get; init; }

    public TimeShape? Time { get; init; }

    public IReadOnlyList<string> TrueTokens { get; init; } = [];

    public IReadOnlyList<string> FalseTokens { get; init; } = [];

    /// <summary>Texts that mean "no value" here, beside those of the whole profile.</summary>
    public IReadOnlyList<string> NoValue { get; init; } = [];

    /// <summary>Members of a dimensions column, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, ColumnMapping>> Dimensions { get; init; } = [];
}

/// <summary>A test of a source column; several hold together.</summary>
internal sealed record RowCondition(int Index, ConditionKind Kind, IReadOnlyList<string> Values);

internal enum ConditionKind
{
    Present,
    Missing,
    In,
    NotIn,
}

/// <summary>One canonical table filled from each record for which the conditions hold.</summary>
/// <param name="InOrder">Pairs of instants; a record in which the second lies before the first is rejected.</param>
internal sealed record TargetMapping(
    CanonicalTable Table, IReadOnlyList<ColumnMapping> Columns, IReadOnlyList<RowCondition> When, IReadOnlyList<(string Earlier, string Later)> InOrder)
{
    /// <summary>The last of the days that a record stands for; the first is the target's <c>on_date</c>. Null for records of one day.</summary>
    public ColumnMapping? Until { get; init; }

    /// <summary>All that is read from a record.</summary>
    public IReadOnlyList<ColumnMapping> Read => Until is null ? Columns : [.. Columns, Until];
}
