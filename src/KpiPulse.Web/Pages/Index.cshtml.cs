using KpiPulse.Metrics;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages;

public sealed class IndexModel(MetricEngine engine) : KpiPage(engine)
{
    public override string Section => "week";

    public IActionResult OnGet() => Redirect(View.WeekPage());
}
