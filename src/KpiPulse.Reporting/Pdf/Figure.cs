using KpiPulse.Metrics;

namespace KpiPulse.Reporting.Pdf;

/// <summary>Which part of an answer is printed.</summary>
public enum FigurePart { Value, N, Interval, Target, Numerator, Denominator }

/// <summary>A number on paper and the question that it answers.</summary>
/// <param name="Name">As a person would point at it: <c>CSAT, KR Age Support, 2026-W46</c>.</param>
public sealed record Figure(string Name, MetricQuestion Question, FigurePart Part);

/// <summary>In points from the top left corner of the page.</summary>
public sealed record FigureBox(double Left, double Top, double Right, double Bottom);

/// <summary>A figure where it stands.</summary>
/// <param name="Page">From 1.</param>
public sealed record PrintedFigure(Figure Figure, string Text, int Page, FigureBox Box);
