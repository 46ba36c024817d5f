using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Passport;
using KpiPulse.Reporting;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages.Passport;

/// <summary>Where one number comes from: its definition, its rows, the query, the files, and whether it can still change.</summary>
[Needs(Capability.ReadRows)]
public sealed class IndexModel(MetricEngine engine, PassportReader passports) : KpiPage(engine)
{
    public override string Section => "metric";

    public override PageChoice Choice => new("Metric", [.. MetricCatalog.All.Select(metric => new PageOption(metric.Label, View.PassportPage(metric.Id), metric.Id == Metric.Id))]);

    public MetricDefinition Metric { get; private set; } = null!;

    public NumberPassport Passport { get; private set; } = null!;

    protected override IEnumerable<(string Name, string? Value)> Own => [("metric", Metric.Id)];

    public IActionResult OnGet(string metric = "csat")
    {
        Metric = MetricCatalog.Get(metric);
        Passport = passports.Of(View.Question(metric), Scope);
        return Page();
    }

    public string Where => View.Where.Count == 0 ? "all markets and lines of business" : string.Join(", ", View.Where.Select(filter => $"{Engine.Dimensions.Get(filter.Dimension).Label} {string.Join(" or ", filter.Values.Select(MetricText.DimensionValue))}"));

    public string Local(DateTime? utc) => utc is { } instant ? ReportingZone.Of(Passport.Answer.Zone).LocalTimeOf(instant).ToString("d MMM yyyy HH:mm", Culture) : "—";

    public string Value(double? value) => MetricText.Value(Metric, value, Culture);

    /// <summary>Sums of scores and minutes have fractions; counts have none.</summary>
    public string Sum(double? value) => value is { } sum ? sum.ToString(sum == Math.Floor(sum) ? "N0" : "N2", Culture) : "—";

    public string StateOf(FrozenWeek week) => week.IsFrozen
        ? string.Create(CultureInfo.InvariantCulture, $"frozen as of {Local(week.AsOf)} by {week.By}")
        : string.Create(CultureInfo.InvariantCulture, $"provisional; closes on {Local(week.DueAt)}");
}
