using System.Globalization;
using KpiPulse.Metrics.Review;

namespace KpiPulse.Web.Pages;

/// <summary>What was said of a number, and where a new word goes.</summary>
/// <param name="Zone">IANA; of the times shown.</param>
public sealed record CommentsModel(IReadOnlyList<ReviewComment> Comments, string Zone, CultureInfo Culture, string Action);
