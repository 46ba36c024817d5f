using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Passport;
using KpiPulse.Reporting;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Passport;

/// <summary>Where one number comes from: its definition, its rows, the query, the files, and whether it can still change.</summary>
[Needs(Capability.ReadRows)]
public sealed class IndexModel(MetricEngine engine, PassportReader passports, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public override string Section => "metric";

    public override PageChoice Choice => new(texts["Metric"], [.. MetricCatalog.All.Select(metric => new PageOption(metric.Label, View.PassportPage(metric.Id), metric.Id == Metric.Id))]);

    public MetricDefinition Metric { get; private set; } = null!;

    public NumberPassport Passport { get; private set; } = null!;

    protected override IEnumerable<(string Name, string? Value)> Own => [("metric", Metric.Id)];

    public IActionResult OnGet(string metric = "csat")
    {
        Metric = MetricCatalog.Get(metric);
        Passport = passports.Of(View.Question(metric), Scope);
        return Page();
    }

    public string Where => View.Where.Count == 0 ? texts["EverywhereAll"] : string.Join(", ", View.Where.Select(filter => $"{Engine.Dimensions.Get(filter.Dimension).Label} {string.Join(texts["Or"], filter.Values.Select(MetricText.DimensionValue))}"));

    public string Local(DateTime? utc) => utc is { } instant ? DateText.DayAndTime(ReportingZone.Of(Passport.Answer.Zone).LocalTimeOf(instant), Culture) : MetricFormat.NoData;

    public string Value(double? value) => MetricText.Value(Metric, value, Culture);

    /// <summary>Sums of scores and minutes have fractions; counts have none.</summary>
    public string Sum(double? value) => value is { } sum ? sum.ToString(sum == Math.Floor(sum) ? "N0" : "N2", Culture) : MetricFormat.NoData;

    public string StateOf(FrozenWeek week) => week.IsFrozen ? texts["FrozenState", Local(week.AsOf), week.By!] : texts["ProvisionalState", Local(week.DueAt)];
}
