namespace KpiPulse.Reporting.Pdf.Verify;

/// <summary>Something that the report says and the data does not.</summary>
/// <param name="Figure">Its name, or where it stands.</param>
/// <param name="Printed">What the paper says.</param>
/// <param name="Recomputed">What the data says; null where nothing can be computed.</param>
public sealed record Mismatch(string Figure, string Part, int Page, string Printed, string? Recomputed, string Reason);

/// <param name="Mismatches">In the order of the pages; the first is the one to look at.</param>
public sealed record Verification(int Pages, string Sha256, SealState Seal, int Figures, IReadOnlyList<Mismatch> Mismatches)
{
    public bool IsSound => Mismatches.Count == 0 && Seal == SealState.Valid;
}
