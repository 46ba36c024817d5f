namespace KpiPulse.Reporting.Pdf;

/// <summary>A part of the report that begins on a page of its own and is a bookmark.</summary>
internal sealed record PaperSection(string Title, Block Content);
