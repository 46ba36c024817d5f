namespace KpiPulse.Warehouse;

/// <summary>A failure of the warehouse, in words that name the SQL file and the way out.</summary>
public sealed class WarehouseException : Exception
{
    /// <summary>The file itself is damaged; a rebuild sets it aside.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Another process has the file open.</summary>
    public bool IsInUse { get; init; }

    /// <summary>Something was to be written where only a published copy is read.</summary>
    public bool IsReadOnly { get; init; }

    public WarehouseException(string message) : base(message)
    {
    }

    public WarehouseException(string message, Exception inner) : base(message, inner)
    {
    }
}
