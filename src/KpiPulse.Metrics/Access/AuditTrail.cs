using System.Text.Json;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Access;

/// <param name="Detail">In words or JSON; never a row's text, a password or a key.</param>
/// <param name="Address">Where the request came from.</param>
public sealed record AuditEntry(long EntryNo, DateTime HappenedAt, string Actor, string Action, string Outcome, string Subject, string Detail, string Address);

/// <summary>Which lines; null is any.</summary>
public sealed record AuditQuestion(string? Words = null, string? Action = null, string? Outcome = null, DateTime? FromAt = null, DateTime? UntilAt = null, int Limit = 100, int Offset = 0);

/// <summary>
/// Who did what. Lines are only ever added, each bound to the one before by its hash; the last one's hash is also kept in a file beside the
/// warehouse, so that the end cannot be cut off unseen either. A read-only node writes its lines into a file of its own data folder.
/// </summary>
public sealed class AuditTrail(KpiWarehouse warehouse)
{
    /// <summary>Of a read-only node: one JSON object a line.</summary>
    public const string NodeFile = "audit.jsonl";

    private const int LongestText = 2_000;

    // One for the process: while a read-only node changes copies, two of these write to one file.
    private static readonly Lock gate = new();

    private string HeadPath => Path.Combine(warehouse.Options.DataFolder, "audit-head.json");

    public void Add(string actor, string action, string subject, bool isDone = true, string detail = "", string address = "")
    {
        var entry = new
        {
            happened_at = warehouse.Clock.GetUtcNow().UtcDateTime,
            actor = OneLine(actor),
            action,
            outcome = isDone ? "done" : "refused",
            subject = OneLine(subject),
            detail = OneLine(detail),
            address,
        };
        lock (gate)
        {
            if (warehouse.Options.IsReadOnly)
            {
                AddToFile(JsonSerializer.SerializeToUtf8Bytes(entry));
                return;
            }

            var head = warehouse.WriteAside(session =>
            {
                session.Execute("add_audit_entry", entry);
                return session.Query<Head>("audit_head")[0];
            }, isShown: false);
            var draft = HeadPath + ".part";
            File.WriteAllText(draft, JsonSerializer.Serialize(head));
            File.Move(draft, HeadPath, overwrite: true);
        }
    }

    /// <summary>On disk before anything is answered: what cannot be noted is not handed out.</summary>
    private void AddToFile(byte[] line)
    {
        using var file = new FileStream(Path.Combine(warehouse.Options.DataFolder, NodeFile), FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write([.. line, (byte)'\n']);
        file.Flush(flushToDisk: true);
    }

    public IReadOnlyList<AuditEntry> Read(AuditQuestion question)
    {
        using var session = warehouse.Read();
        return session.Query<AuditEntry>("audit_entries", new
        {
            words = string.IsNullOrWhiteSpace(question.Words) ? null : question.Words.Trim(),
            action = string.IsNullOrEmpty(question.Action) ? null : question.Action,
            outcome = string.IsNullOrEmpty(question.Outcome) ? null : question.Outcome,
            from_at = question.FromAt,
            until_at = question.UntilAt,
            limit = question.Limit,
            offset = question.Offset,
        });
    }

    /// <summary>What `doctor` asks beside the chain itself: the log must reach as far as the file beside it says. Null when it does.</summary>
    public FailedCheck? CutOff()
    {
        using var session = warehouse.Read();
        var head = session.Query<Head>("audit_head")[0];
        var witness = File.Exists(HeadPath) ? JsonSerializer.Deserialize<Head>(File.ReadAllText(HeadPath))! : new Head(0, "");
        return witness.EntryNo > head.EntryNo || (witness.EntryNo == head.EntryNo && witness.Hash != head.Hash)
            ? new FailedCheck("the audit log reaches its last known line", $"last line = {head.EntryNo}, known in {Path.GetFileName(HeadPath)} = {witness.EntryNo}")
            : null;
    }

    /// <summary>No line of the log may look like two, or say what its letters do not.</summary>
    private static string OneLine(string text)
    {
        var cut = text.Length > LongestText ? text[..LongestText] + "…" : text;
        return string.Concat(cut.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator ? '·' : letter));
    }

    private sealed record Head(long EntryNo, string Hash);
}
