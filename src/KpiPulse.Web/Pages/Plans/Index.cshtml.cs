using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Plans;
using KpiPulse.Web.Access;

namespace KpiPulse.Web.Pages.Plans;

/// <summary>All plans, newest first.</summary>
[Needs(Capability.ReadRows)]
public sealed class IndexModel(MetricEngine engine, RecoveryPlans plans) : KpiPage(engine)
{
    public override string Section => "plans";

    public override bool HasScope => false;

    public IReadOnlyList<RecoveryPlan> Plans { get; private set; } = [];

    public void OnGet() => Plans = plans.All(Scope);
}
