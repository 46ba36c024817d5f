using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <summary>Every invariant looked at, over everything: what the checks of a refresh see, what costs too much for one, archive against ledger.</summary>
public sealed class Examination(KpiWarehouse warehouse)
{
    public IReadOnlyList<FailedCheck> Run()
    {
        using var session = warehouse.Read();
        return [.. Checks.Failures(session, warehouse), .. Checks.Failures(session, warehouse, "landing"), .. Checks.Failures(session, warehouse, "doctor"), .. LedgerAgainstArchive(session)];
    }

    private IEnumerable<FailedCheck> LedgerAgainstArchive(Session session)
    {
        var archive = new Archive(new DataFolders(warehouse.Options).Archive, warehouse.Clock);
        var archived = archive.InOrderOfArrival().ToDictionary(file => file.Sha256, StringComparer.Ordinal);
        var known = session.Query<ReceivedContent>("received_contents").ToDictionary(file => file.Sha256, file => file.FileName, StringComparer.Ordinal);
        foreach (var (sha256, name) in known)
        {
            if (!archived.TryGetValue(sha256, out var file) || !File.Exists(file.Path))
                yield return new FailedCheck("every file of the ledger is in the archive", $"sha256 = {sha256}, file_name = {name}");
            else if (new FileInfo(file.Path).Length != file.Bytes)
                yield return new FailedCheck("every archived file is whole", $"sha256 = {sha256}, file_name = {name}, bytes = {new FileInfo(file.Path).Length}, received = {file.Bytes}");
            else if (!Archive.IsIntact(file))
                yield return new FailedCheck("every archived file is whole", $"sha256 = {sha256}, file_name = {name}: its contents have changed");
        }

        foreach (var file in archived.Values.Where(file => !known.ContainsKey(file.Sha256)))
            yield return new FailedCheck("every archived file is in the ledger", $"sha256 = {file.Sha256}, file_name = {file.FileName}: the next ingest takes it");
    }
}

internal sealed record ReceivedContent(string Sha256, string FileName, string State);
