using Xunit;

namespace KpiPulse.BrowserTests;

/// <summary>Every page once, each where it has something to show.</summary>
public static class SitePages
{
    public static TheoryData<string, string> All() => new()
    {
        { "week", "/week/2026-W46" },
        { "week-by-team", "/week/2026-W46?by=team" },
        { "week-quiet-market", "/week/2026-W46?market=MY" },
        { "week-closed", "/week/2026-W44" },
        { "week-empty", "/week/2020-W01" },
        { "metric", "/metric/csat?week=2026-W46" },
        { "metric-cell", "/metric/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support" },
        { "metric-empty", "/metric/csat?week=2020-W01" },
        { "tickets", "/tickets?metric=sla_first_reply&outcome=missed&week=2026-W46" },
        { "tickets-empty", "/tickets?metric=csat&week=2020-W01" },
        { "ticket", "/ticket/desk/D-139551" },
        { "passport", "/passport?metric=csat&week=2026-W46" },
        { "events", "/events" },
        { "find", "/find?q=nobody" },
        { "why", "/why/csat?week=2026-W46" },
        { "reasons", "/reasons/sla_first_reply?week=2026-W46" },
        { "evidence", "/evidence" },
        { "reports", "/reports?week=2026-W46" },
        { "plans", "/plans" },
        { "data", "/data" },
        { "upload", "/data/upload" },
        { "data-check", "/data/check" },
        { "data-file", "/data/files/1" },
        { "account", "/account" },
        { "accounts", "/admin/accounts" },
        { "audit", "/admin/audit" },
        { "error-question", "/week/2026-W99" },
        { "error-nothing", "/nowhere" },
    };

    /// <summary>The browser complains of these by itself.</summary>
    public static bool AreErrors(string name) => name.StartsWith("error-", StringComparison.Ordinal);
}
