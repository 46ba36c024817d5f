using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Reporting;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Tickets;

/// <summary>The rows behind a number: as many as the number said.</summary>
[Needs(Capability.ReadRows)]
public sealed class IndexModel(MetricEngine engine, TicketReader tickets, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public const int RowsPerPage = 50;

    public override string Section => "tickets";

    public override PageChoice Choice => new(texts["Metric"], [.. MetricCatalog.All.Select(metric => new PageOption(metric.Label, View.TicketsPage(metric.Id), metric.Id == Metric.Id))]);

    public MetricDefinition Metric { get; private set; } = null!;

    public Outcome Outcome { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public TicketPage Result { get; private set; } = null!;

    /// <summary>What each row's clock had used of its target; empty where the metric has no clocks.</summary>
    public IReadOnlyDictionary<string, ClockUse> Clocks { get; private set; } = new Dictionary<string, ClockUse>();

    public int PageCount => (int)Math.Max(1, (Result.Count + RowsPerPage - 1) / RowsPerPage);

    /// <summary>S10: whose a clock's outcome is, the team's that held the ticket when it was decided or the one's that held it longest; empty where no team is asked about.</summary>
    public IReadOnlyList<PageOption> Holders { get; private set; } = [];

    protected override IEnumerable<(string Name, string? Value)> Own =>
        [("metric", Metric.Id), ("outcome", Outcome == Outcome.All ? null : Outcome.ToString().ToLowerInvariant())];

    public IActionResult OnGet(string metric = "csat", string? outcome = null, [FromQuery(Name = "p")] int pageNumber = 1)
    {
        Metric = MetricCatalog.Get(metric);
        Outcome = Commands.TicketsCommand.OutcomeOf(outcome);
        PageNumber = Math.Clamp(pageNumber, 1, 1_000_000);
        Result = Engine.Tickets(View.Question(metric), Scope, Outcome, (PageNumber - 1) * RowsPerPage, RowsPerPage);
        if (metric.StartsWith("sla_", StringComparison.Ordinal))
            Clocks = tickets.UseOf(Result.Rows, View.AsOf);
        Holders = HoldersOf(metric);
        return Page();
    }

    private IReadOnlyList<PageOption> HoldersOf(string metric)
    {
        var (owner, contributor) = (View.ValuesOf("team").Count > 0, View.ValuesOf("contributor").Count > 0);
        return metric is "sla_first_reply" or "sla_next_reply" or "sla_resolution" or "sla_ola" && owner != contributor
            ?
            [
                new PageOption(texts["ByContributor"], View.Renamed("team", "contributor").TicketsPage(metric, Outcome), contributor),
                new PageOption(texts["ByOwner"], View.Renamed("contributor", "team").TicketsPage(metric, Outcome), owner),
            ]
            : [];
    }

    /// <summary>What the rows are, in one sentence whose count is the number that was clicked.</summary>
    public string Sentence()
    {
        var where = View.Where.Count == 0
            ? texts["EverywhereLower"].Value
            : string.Join(", ", View.Where.Select(filter => $"{Engine.Dimensions.Get(filter.Dimension).Label} {string.Join(texts["Or"], filter.Values.Select(MetricText.DimensionValue))}"));
        var sentence = (Outcome, Metric.Aggregation) switch
        {
            (Outcome.Missed, _) => "RowsMissed",
            (Outcome.Met, _) => "RowsMet",
            (_, Aggregation.Level) => "RowsOfLevel",
            _ => "RowsCounted",
        };
        return texts[sentence, MetricFormat.Count(Result.Count, Culture), Metric.Label, where, View.Week];
    }

    public string ValueOf(TicketRow row) => Metric.Aggregation switch
    {
        Aggregation.Ratio => texts[row.Numerator >= 1 ? "Outcome_met" : "Outcome_missed"],
        Aggregation.Count or Aggregation.Level => "",
        _ => MetricText.Value(Metric, row.Numerator, Culture),
    };

    public string UseText(ClockUse use) =>
        texts["UsedOf", MetricFormat.Minutes(use.ElapsedMinutes, Culture), MetricFormat.Minutes(use.TargetMinutes, Culture)];
}
