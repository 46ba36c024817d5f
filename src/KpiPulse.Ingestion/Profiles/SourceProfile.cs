using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace KpiPulse.Ingestion.Profiles;

/// <summary>One kind of export and what it means, read from one JSON file.</summary>
internal sealed record SourceProfile(ProfileFile File, string Path, string Sha256, bool IsShipped)
{
    internal static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    private static readonly JsonSerializerOptions Json = new(Plain) { Converters = { new ColumnPartConverter(Plain) } };

    public string Id => File.Id;

    /// <exception cref="ProfileException">Names file, line, column and what is wrong.</exception>
    public static SourceProfile Read(string path, bool isShipped)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        try
        {
            var file = JsonSerializer.Deserialize<ProfileFile>(bytes, Json) ?? throw new ProfileException($"{path}: the profile is empty.");
            var profile = new SourceProfile(file, path, Convert.ToHexStringLower(SHA256.HashData(bytes)), isShipped);
            ProfileRules.Check(profile, Encoding.UTF8.GetString(bytes));
            return profile;
        }
        catch (JsonException failure)
        {
            var what = failure.Message.Split(" Path: ")[0];
            throw new ProfileException($"{path}, line {failure.LineNumber + 1}, column {failure.BytePositionInLine + 1}: {what} (at {failure.Path ?? "the top"}). sources/README.md lists what a profile can say.", failure);
        }
    }

    public bool TakesName(string fileName) => File.Takes.Name.Any(pattern => Glob(pattern).IsMatch(fileName));

    /// <summary>Of two profiles that take a file, the one that names it more closely.</summary>
    public int NameCloseness(string fileName) => File.Takes.Name.Where(pattern => Glob(pattern).IsMatch(fileName)).Select(pattern => pattern.Replace("*", "", StringComparison.Ordinal).Length).DefaultIfEmpty(0).Max();

    private static Regex Glob(string pattern) =>
        new("^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
}

/// <summary>A profile that cannot be used, with the place and the fix.</summary>
public sealed class ProfileException : Exception
{
    public ProfileException(string message) : base(message)
    {
    }

    public ProfileException(string message, Exception inner) : base(message, inner)
    {
    }
}
