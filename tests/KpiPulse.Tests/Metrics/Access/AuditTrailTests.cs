using KpiPulse.Ingestion;
using KpiPulse.Metrics.Access;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Metrics.Access;

/// <summary>The audit log: what gets into it, and that nobody takes anything out of it unseen.</summary>
public sealed class AuditTrailTests
{
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

    private static List<string> Findings(TempWarehouse temp, AuditTrail audit) =>
        [.. new Examination(temp.Warehouse).Run().Select(failure => failure.Claim).Where(claim => claim.Contains("audit", StringComparison.Ordinal)), .. audit.CutOff() is { } cut ? (string[])[cut.Claim] : []];
}
