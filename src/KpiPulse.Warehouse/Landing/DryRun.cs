namespace KpiPulse.Warehouse.Landing;

/// <summary>What landing a file would say, without landing it.</summary>
internal static class DryRun
{
    public static Audit Of(KpiWarehouse warehouse, ReceivedFile file, StagedFile staged, LandingPlan plan, RecordLayout layout)
    {
        using var session = warehouse.Read();
        var landed = LandedRecords.Of(staged.ReadCsv(), staged, plan, warehouse.Clock.GetUtcNow().UtcDateTime);
        session.Run($"{file.FileName} (dry run)", landed.CreateSql);
        return Audit.Of(session, file, staged, layout, landed);
    }
}
