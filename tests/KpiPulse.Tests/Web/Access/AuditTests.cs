using KpiPulse.Ingestion;
using KpiPulse.Metrics.Access;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Web.Access;

/// <summary>The audit log: what gets into it, and that nobody takes anything out of it unseen.</summary>
public sealed class AuditTests(CanaryApp canaries)
{
    [Fact]
    public async Task Sign_ins_exports_and_refused_access_are_in_it_and_can_be_searched()
    {
        var app = await canaries.App;
        var leader = await canaries.As("blue leader");
        using var export = await leader.GetAsync("/tickets.csv?metric=created&week=2026-W46", TestContext.Current.CancellationToken);
        using var beyond = await leader.GetAsync("/tickets?metric=created&team=RED&search=needle", TestContext.Current.CancellationToken);
        using var admin = await leader.GetAsync("/admin/audit?needle", TestContext.Current.CancellationToken);

        var audit = app.Get<AuditTrail>();
        Assert.Contains(audit.Read(new AuditQuestion(Words: "BLUE@test", Action: "sign_in")), entry => entry.Outcome == "done");
        Assert.Contains(audit.Read(new AuditQuestion(Action: "export", Words: "blue@test")), entry => entry.Subject == "/tickets.csv?metric=created&week=2026-W46");
        Assert.Equal(2, audit.Read(new AuditQuestion(Words: "needle", Outcome: "refused")).Count);
        var page = await (await canaries.As("administrator")).GetStringAsync("/admin/audit?q=needle&outcome=refused", TestContext.Current.CancellationToken);
        Assert.Contains("search=needle", page, StringComparison.Ordinal);
    }

    public static TheoryData<string> Tampering() =>
    [
        "update audit_log set actor = 'somebody else' where entry_no = 2",
        "update audit_log set detail = detail || ' ', subject = subject where entry_no = 1",
        "delete from audit_log where entry_no = 2",
        "delete from audit_log where entry_no = 1",
        "update audit_log set entry_no = 9 where entry_no = 3",
        "insert into audit_log select 4, happened_at, actor, action, outcome, subject, detail, address, previous_hash, hash from audit_log where entry_no = 3",
        "delete from audit_log where entry_no = 3",
        "delete from audit_log",
    ];

    [Theory]
    [MemberData(nameof(Tampering))]
    public void Doctor_finds_a_line_that_was_changed_added_or_taken_out(string tampering)
    {
        using var temp = new TempWarehouse();
        var audit = new AuditTrail(temp.Warehouse);
        audit.Add("ann@test", "sign_in", "ann@test", detail: "password");
        audit.Add("ben@test", "export", "/tickets.csv", address: "203.0.113.9");
        audit.Add("ann@test", "account_disable", "ben@test\nforged line", isDone: true);
        Assert.Empty(Findings(temp, audit));

        temp.Warehouse.WriteAside(session => session.Run("tampering", tampering));

        Assert.NotEmpty(Findings(temp, audit));
    }

    [Fact]
    public void No_text_makes_two_lines_of_one()
    {
        using var temp = new TempWarehouse();
        var audit = new AuditTrail(temp.Warehouse);

        audit.Add("eve\r\n2 ann@test done", "sign_in", "x\u2028y\u202Ez", isDone: false);

        var entry = Assert.Single(audit.Read(new AuditQuestion()));
        Assert.Equal(("eve··2 ann@test done", "x·y·z"), (entry.Actor, entry.Subject));
    }

    [Fact]
    public async Task The_line_is_unbroken_after_all_that_the_tests_did()
    {
        var app = await canaries.App;

        Assert.DoesNotContain(new Examination(app.Get<KpiPulse.Warehouse.KpiWarehouse>()).Run(), failure => failure.Claim.Contains("audit", StringComparison.Ordinal));
        Assert.Null(app.Get<AuditTrail>().CutOff());
    }

    private static List<string> Findings(TempWarehouse temp, AuditTrail audit) =>
        [.. new Examination(temp.Warehouse).Run().Select(failure => failure.Claim).Where(claim => claim.Contains("audit", StringComparison.Ordinal)), .. audit.CutOff() is { } cut ? (string[])[cut.Claim] : []];
}
