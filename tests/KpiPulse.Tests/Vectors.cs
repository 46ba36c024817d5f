using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace KpiPulse.Tests;

/// <summary>
/// The contract's test vectors, read when the tests run: a larger file of the same shape is more cases.
/// </summary>
internal static class Vectors
{
    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Vectors", file);

    public static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(PathOf(file))).RootElement;

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Csv(string file)
    {
        string[] lines = File.ReadAllLines(PathOf(file));
        List<string> header = Fields(lines[0]);
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line =>
            header.Zip(Fields(line)).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    public static TheoryData<string> Cases(string file, string column = "case_id") =>
        [.. Csv(file).Select(row => row[column]).Distinct()];

    public static IReadOnlyDictionary<string, string> Case(string file, string id) =>
        Csv(file).Single(row => row["case_id"] == id);

    public static double Number(this IReadOnlyDictionary<string, string> row, string column) =>
        double.Parse(row[column], CultureInfo.InvariantCulture);

    /// <summary>Within 1e-9 relative, and half a unit of the last decimal that the file prints. Empty is null.</summary>
    public static void AssertClose(string expected, double? actual)
    {
        if (expected is "" or "null")
        {
            Assert.Null(actual);
            return;
        }

        double number = double.Parse(expected, CultureInfo.InvariantCulture);
        int decimals = expected.Contains('e', StringComparison.OrdinalIgnoreCase) ? 15 : expected.Length - 1 - expected.IndexOf('.', StringComparison.Ordinal);
        double allowed = 1e-9 * Math.Abs(number) + (expected.Contains('.', StringComparison.Ordinal) ? 0.501 * Math.Pow(10, -decimals) : 0);

        Assert.NotNull(actual);
        Assert.True(Math.Abs(actual.Value - number) <= allowed, $"expected {expected}, got {actual:R}");
    }

    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
                field.Append(c);
        }

        fields.Add(field.ToString());
        return fields;
    }
}
