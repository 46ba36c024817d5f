namespace KpiPulse.Warehouse.Landing;

internal enum CanonicalType
{
    Text,
    Instant,
    Day,
    Whole,
    Number,
    YesNo,
    Dimensions,
}

/// <summary>What follows when rows of a table change.</summary>
internal enum TableRole
{
    /// <summary>Rows belong to a ticket: the ticket is refreshed.</summary>
    Ticket,

    /// <summary>Rows judge tickets (roster, calendars, policies): everything is refreshed.</summary>
    Reference,

    /// <summary>Read when a question is asked: nothing is refreshed.</summary>
    Plain,

    /// <summary>Read when other files land: those are read again.</summary>
    LookUp,
}

/// <param name="Required">A record without it is rejected.</param>
internal sealed record CanonicalColumn(string Name, CanonicalType Type, bool Required)
{
    /// <summary>The only values that mean something; null for an open list.</summary>
    public IReadOnlyList<string>? Closed { get; init; }

    /// <summary>Tells of something that has happened, so it cannot lie in the future (I6).</summary>
    public bool Happened { get; init; }

    public string SqlType => Type switch
    {
        CanonicalType.Text => "varchar",
        CanonicalType.Instant => "timestamp",
        CanonicalType.Day => "date",
        CanonicalType.Whole => "integer",
        CanonicalType.Number => "double",
        CanonicalType.YesNo => "boolean",
        _ => "map(varchar, varchar)",
    };
}

/// <param name="Column">Named in the rejection.</param>
/// <param name="Broken">Over the row's columns, each written <c>{name}</c>; true for a row that cannot be.</param>
internal sealed record RowRule(string Column, string Broken, string Reason);

/// <summary>One canonical table: its columns, what makes a row the same row, and which of two wins.</summary>
/// <param name="Versioned">Has <c>source_updated_at</c> and <c>arrived_at</c>; otherwise the file that arrived later wins.</param>
internal sealed record CanonicalTable(string Name, TableRole Role, bool Versioned, IReadOnlyList<string> Key, IReadOnlyList<CanonicalColumn> Columns)
{
    public IReadOnlyList<RowRule> Rules { get; init; } = [];

    public CanonicalColumn? Column(string name) => Columns.FirstOrDefault(column => column.Name == name);
}
