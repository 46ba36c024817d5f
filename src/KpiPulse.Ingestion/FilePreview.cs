using KpiPulse.Ingestion.Formats;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion;

/// <summary>How one canonical column would be filled.</summary>
public sealed record ColumnPreview(string Table, string Column, string From, string? How);

/// <summary>The first rows of a file, as they stand in it or as rows of one canonical table.</summary>
public sealed record RowSample(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <summary>A dry run over one file: nothing is archived, nothing is loaded.</summary>
/// <param name="Unused">Columns of the file that the profile does not read.</param>
/// <param name="Rejected">The first rows that would be rejected.</param>
/// <param name="Proposal">A profile to start from, when none takes the file.</param>
public sealed record FilePreview(
    string Path, string? Source, string? Refusal, IReadOnlyList<ColumnPreview> Columns, IReadOnlyList<string> Unused, RowCounts Rows, IReadOnlyList<RejectedRowOfFile> Rejected, string? Proposal)
{
    private const int RowsShown = 50;

    public IReadOnlyList<RowSample> Samples { get; private init; } = [];

    internal static FilePreview Of(string path, string? source, SourceProfiles profiles, Staging staging, KpiWarehouse warehouse)
    {
        var nothing = new FilePreview(path, null, null, [], [], RowCounts.None, [], null);
        StagedExport? export = null;
        var file = new ArchivedFile("preview-" + Guid.NewGuid().ToString("N"), System.IO.Path.GetFileName(path), 0, warehouse.Clock.GetUtcNow().UtcDateTime, source) { Path = path };
        try
        {
            DropRules.Check(path);
            var facts = ByteFacts.Of(path);
            try
            {
                export = staging.Stage(file, facts, profiles);
            }
            catch (FileRefusedException refusal)
            {
                return nothing with { Refusal = refusal.Message, Proposal = ProfileProposal.For(path, facts) };
            }

            var plan = export.Translation.Plan;
            var preview = nothing with { Source = export.Profile.Id, Columns = [.. plan.Targets.SelectMany(target => Fillings(target, export.File.Header))], Unused = export.Translation.Unused };
            var answer = DryRun.Of(warehouse, new ReceivedFile(file.Sha256, file.FileName, facts.Bytes, file.ReceivedAt), export.File, plan, export.Layout, RowsShown);
            var audit = answer.Audit;
            return preview with
            {
                Rows = new RowCounts(audit.Offered, audit.Offered - audit.RejectedCount, 0, audit.RejectedCount),
                Rejected = [.. audit.Rejected.Take(RowsShown).Select(row => new RejectedRowOfFile(row.LineNo, row.ColumnName, row.Reason, row.Value, row.RowText))],
                Samples = [AsItStands(export.File, answer.Source), .. answer.Canonical.Select(SampleOf)],
                Refusal = audit.RejectedCount > plan.MaxRejectedShare * audit.Offered ? "Too many rows would be rejected: the file would be refused." : null,
            };
        }
        catch (Exception refusal) when (refusal is FileRefusedException or WarehouseException)
        {
            return nothing with { Source = export?.Profile.Id, Refusal = refusal.Message };
        }
        finally
        {
            staging.Remove(file);
        }
    }

    /// <summary>Without the columns that are ours.</summary>
    private static RowSample AsItStands(StagedFile file, IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        var columns = file.BrokenColumn ?? file.ColumnCount;
        return new RowSample("In the file", [.. file.Header.Take(columns)], [.. rows.Select(row => row.Take(columns).ToList())]);
    }

    private static RowSample SampleOf(CanonicalSample sample) => new($"As {sample.Table}", ["line", .. sample.Columns],
        [.. sample.Rows.Zip(sample.Lines, (row, line) => (IReadOnlyList<string?>)[line.ToString(System.Globalization.CultureInfo.InvariantCulture), .. row])]);

    private static IEnumerable<ColumnPreview> Fillings(TargetMapping target, IReadOnlyList<string> header) => target.Columns.SelectMany(mapping => mapping.Dimensions.Count > 0
        ? mapping.Dimensions.Select(member => new ColumnPreview(target.Table.Name, member.Key, Origin(member.Value, header), "extra dimension"))
        : [new ColumnPreview(target.Table.Name, mapping.Column.Name, Origin(mapping, header), How(mapping))]);

    private static string Origin(ColumnMapping mapping, IReadOnlyList<string> header) => mapping.Source switch
    {
        TextSource.Constant constant => $"constant {constant.Text}",
        TextSource.Columns columns => string.Join(" or ", columns.Indexes.Select(index => header[index])),
        TextSource.Joined joined => string.Join(" + ", joined.Indexes.Select(index => header[index])),
        TextSource.LookedUp look => $"{look.Member} of {header[look.Index]} in {look.In}",
        TextSource.Fingerprint print => "fingerprint of " + string.Join(", ", print.Indexes.Select(index => header[index])),
        _ => "",
    };

    private static string? How(ColumnMapping mapping) => string.Join(", ", ((IEnumerable<string?>)
    [
        mapping.Time is { } time && mapping.Source is not TextSource.Constant ? $"{time.Described}{(time.Zone is null ? "" : $" in {time.Zone}")}" : null,
        .. mapping.Steps.Select(StepWords.Of),
        mapping.Closed is { } closed ? $"only {string.Join(", ", closed)}" : null,
        mapping.NoValue.Count > 0 ? $"{string.Join(", ", mapping.NoValue)} mean no value" : null,
        mapping.Default is null ? null : $"else {mapping.Default}",
    ]).OfType<string>()) is { Length: > 0 } how ? how : null;
}
