namespace KpiPulse.Metrics;

/// <summary>Which way is better (G4). A neutral metric, such as volume, gets no verdict and no colour.</summary>
public enum ImprovementDirection
{
    Neutral,
    Increase,
    Decrease,
}
