using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace KpiPulse.Testing;

/// <summary>
/// Snapshots in Verify's manner: the value as text beside the test as <c>Class.Method.verified.txt</c>; a difference leaves a
/// <c>.received.txt</c> to look at and, if right, to rename. Stands in until Verify restores.
/// </summary>
public static class Snapshot
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static Task Verify(object value, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var text = (value as string ?? JsonSerializer.Serialize(value, Json)).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        var verified = File.Exists(stem + ".verified.txt") ? File.ReadAllText(stem + ".verified.txt").ReplaceLineEndings("\n") : null;
        if (verified == text)
        {
            File.Delete(stem + ".received.txt");
            return Task.CompletedTask;
        }

        File.WriteAllText(stem + ".received.txt", text);
        Assert.Fail($"{Path.GetFileName(stem)}.received.txt differs from the verified text{(verified is null ? ", which does not exist yet" : FirstDifference(verified, text))}. Look at it; if it is right, rename it to .verified.txt.");
        return Task.CompletedTask;
    }

    private static string FirstDifference(string verified, string received)
    {
        var (before, after) = (verified.Split('\n'), received.Split('\n'));
        var line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $" in line {line + 1}: expected '{before.ElementAtOrDefault(line)}', got '{after.ElementAtOrDefault(line)}'";
    }
}
