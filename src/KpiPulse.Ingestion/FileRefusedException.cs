namespace KpiPulse.Ingestion;

/// <summary>A file that cannot be taken, in words for the person who sent it: what is wrong, where, and what to do.</summary>
public sealed class FileRefusedException : Exception
{
    /// <summary>Not the file's fault: it is tried again.</summary>
    public bool IsDeferred { get; init; }

    public FileRefusedException(string message) : base(message)
    {
    }

    public FileRefusedException(string message, Exception inner) : base(message, inner)
    {
    }
}
