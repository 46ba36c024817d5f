using System.Globalization;
using System.Text;

namespace KpiPulse.Warehouse;

/// <summary>
/// Fragments for the slots <c>/*{name}*/</c> of a query file. A fragment is made of identifiers out of closed lists and of
/// parameter names only; a reader's values always travel as parameters.
/// </summary>
internal sealed class SqlSlots
{
    public static readonly SqlSlots None = new();

    private readonly Dictionary<string, string> fragments = new(StringComparer.Ordinal);

    public SqlSlots Set(string slot, string fragment)
    {
        fragments[slot] = fragment;
        return this;
    }

    public string Fill(string text)
    {
        if (fragments.Count == 0)
            return text;

        var filled = new StringBuilder(text);
        foreach (var (slot, fragment) in fragments)
            filled.Replace("/*{" + slot + "}*/", fragment);
        return filled.ToString();
    }

    /// <summary>A double-quoted identifier; for names that come from a profile.</summary>
    public static string Identifier(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A single-quoted text; for names that come from a profile and stand where SQL takes no parameter.</summary>
    public static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>An instant to the second, as canonical rows and facts keep it (C1): compared in their own type, row groups beyond it are not read.</summary>
    public static string Second(DateTime instant) => $"timestamp_s '{instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'";

    /// <summary>An instant to the microsecond, as arrivals have it.</summary>
    public static string Literal(DateTime instant) => $"timestamp '{instant.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";
}
