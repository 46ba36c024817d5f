using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages;

/// <summary>To the page that one's role begins with.</summary>
[SignedInOnly]
public sealed class IndexModel(MetricEngine engine) : KpiPage(engine)
{
    public override string Section => "";

    public IActionResult OnGet() => Redirect(Reader.Can(Capability.ReadNumbers) ? "/week" + Request.QueryString : "/admin/accounts");
}
