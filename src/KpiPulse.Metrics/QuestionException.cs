namespace KpiPulse.Metrics;

/// <summary>A question that cannot be asked; the message says what to write instead.</summary>
public sealed class QuestionException(string message) : Exception(message);
