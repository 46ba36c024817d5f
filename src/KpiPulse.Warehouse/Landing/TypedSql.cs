namespace KpiPulse.Warehouse.Landing;

/// <summary>Texts as typed values. A text that is no such value gives null, which rejects the record.</summary>
internal static class TypedSql
{
    /// <summary>The wall-clock reading of a time without an offset; null for other times.</summary>
    public static string Naive(TimeShape shape, string text)
    {
        List<string> readings = [];
        if (shape.Iso)
            readings.Add($"case when {IsPlainUtc(text)} then null when not {HasOffset(text)} then try_cast({text} as timestamp) end");
        if (shape.Patterns.Where(pattern => !HasOffsetPattern(pattern)).ToList() is { Count: > 0 } naive)
            readings.Add($"try_strptime({text}, [{CellSql.List(naive)}])");
        return First(readings, "timestamp");
    }

    /// <summary>The instant in UTC.</summary>
    public static string Instant(TimeShape shape, string text, string naive)
    {
        List<string> readings = [];
        if (shape.Zone is not null)
            readings.Add(shape.Zone == "UTC" ? naive : $"timezone('UTC', timezone({SqlSlots.Literal(shape.Zone)}, {naive}))");
        // A cast to timestamp would drop the offset in silence.
        if (shape.Iso)
            readings.Add($"case when {HasOffset(text)} then timezone('UTC', try_cast({text} as timestamptz)) end");
        readings.AddRange(shape.Patterns.Where(HasOffsetPattern).Select(pattern => $"timezone('UTC', cast(try_strptime({text}, {SqlSlots.Literal(pattern)}) as timestamptz))"));
        if (shape.UnixSeconds)
            readings.Add($"make_timestamp(cast(try_cast({text} as double) * 1000000 as bigint))");
        if (shape.UnixMilliseconds)
            readings.Add($"make_timestamp(try_cast({text} as bigint) * 1000)");

        // Second precision (C1). The usual shape goes the short way: reading it with a zone costs six times as much (measured).
        var any = First(readings, "timestamp");
        return $"date_trunc('second', {(shape.Iso ? $"case when {IsPlainUtc(text)} then try_cast({text} as timestamp) else {any} end" : any)})";
    }

    /// <summary>True for a reading that the zone's clocks jumped over.</summary>
    public static string? NeverWas(TimeShape shape, string naive) =>
        shape.Zone is null or "UTC" ? null : $"timezone({SqlSlots.Literal(shape.Zone)}, timezone({SqlSlots.Literal(shape.Zone)}, {naive})) <> {naive}";

    public static string Value(ColumnMapping mapping, string text, string naive) => mapping.Column.Type switch
    {
        CanonicalType.Text => text,
        // A cast would round 3.7 to 4 in silence.
        CanonicalType.Whole => $"(case when try_cast({text} as double) = trunc(try_cast({text} as double)) then try_cast(try_cast({text} as double) as integer) end)",
        CanonicalType.Number => $"(case when isfinite(try_cast({text} as double)) then try_cast({text} as double) end)",
        CanonicalType.YesNo => $"(case when lower({text}) in ({CellSql.LowerList(mapping.TrueTokens)}) then true when lower({text}) in ({CellSql.LowerList(mapping.FalseTokens)}) then false end)",
        CanonicalType.Day => $"cast({naive} as date)",
        CanonicalType.Instant => Instant(mapping.Time!, text, naive),
        _ => throw new InvalidOperationException($"{mapping.Column.Name} is made of members, not of one text."),
    };

    /// <summary>What a text should have been, for the rejection.</summary>
    public static string Expected(ColumnMapping mapping) => mapping.Column.Type switch
    {
        CanonicalType.Whole => "is not a whole number",
        CanonicalType.Number => "is not a number",
        CanonicalType.YesNo => $"is neither true ({string.Join(", ", mapping.TrueTokens)}) nor false ({string.Join(", ", mapping.FalseTokens)})",
        CanonicalType.Day => $"is not a date in the shape {mapping.Time!.Described}",
        _ => $"is not a time in the shape {mapping.Time!.Described}{(mapping.Time.Zone is null ? " with an offset (the profile declares no time_zone)" : "")}",
    };

    private static bool HasOffsetPattern(string pattern) => pattern.Contains("%z", StringComparison.Ordinal);

    /// <summary>2026-11-09T03:15:00Z: UTC, and nothing to drop.</summary>
    private static string IsPlainUtc(string text) => $"(strlen({text}) = 20 and suffix({text}, 'Z'))";

    private static string HasOffset(string text) =>
        $"(length({text}) > 16 and ({text}[-1] in ('Z', 'z') or {text}[-6] in ('+', '-') or {text}[-5] in ('+', '-')))";

    private static string First(List<string> readings, string type) => readings switch
    {
        [] => $"cast(null as {type})",
        [var only] => $"({only})",
        _ => $"coalesce({string.Join(", ", readings)})",
    };
}
