using System.Text.Json;

namespace KpiPulse.Metrics.Access;

public enum AccountOrigin
{
    /// <summary>A name and a password kept here.</summary>
    Local,

    /// <summary>Known by an OpenID Connect provider.</summary>
    Oidc,

    /// <summary>Ready-made for Development.</summary>
    Persona,
}

/// <summary>Somebody who may sign in. Instants are UTC.</summary>
/// <param name="Limits">Beside each other: a row must pass all of them. None is no limit.</param>
/// <param name="SecurityStamp">A session carries it; a new one ends all sessions that were begun before.</param>
public sealed record Account(
    string Id, string Name, AccountOrigin Origin, string? ExternalId, Roles Roles, IReadOnlyList<DimensionFilter> Limits, string SecurityStamp, bool IsActive,
    DateTime CreatedAt, DateTime ChangedAt)
{
    public string? PasswordHash { get; init; }

    public int FailedSignIns { get; init; }

    public DateTime? LockedUntil { get; init; }

    public string? InviteHash { get; init; }

    public DateTime? InvitedUntil { get; init; }

    public DateTime? LastSignInAt { get; init; }

    /// <summary>One who can get in; a persona of Development is none anywhere else.</summary>
    public bool IsWorkingAdministrator => IsActive && Roles.HasFlag(Roles.Administrator) && (Origin == AccountOrigin.Oidc || PasswordHash is not null);

    public string LimitsText => Limits.Count == 0 ? "everything" : string.Join("; ", Limits);
}

/// <summary>Limits as they are kept and written: <c>{"market":["JP"]}</c>, <c>market=JP,KR</c>.</summary>
public static class LimitTexts
{
    public static string ToJson(IReadOnlyList<DimensionFilter> limits) => JsonSerializer.Serialize(limits.ToDictionary(limit => limit.Dimension, limit => limit.Values));

    public static IReadOnlyList<DimensionFilter> FromJson(string json) =>
        [.. JsonSerializer.Deserialize<Dictionary<string, string[]>>(json)!.Select(pair => new DimensionFilter(pair.Key, pair.Value))];

    /// <param name="text"><c>market=JP,KR; team=MNL2-NEA</c>; parted by semicolons or line ends, for values hold blanks.</param>
    /// <exception cref="QuestionException">Not of that form, or an unknown dimension.</exception>
    public static IReadOnlyList<DimensionFilter> Parse(string? text, Dimensions dimensions)
    {
        var limits = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var part in (text ?? "").Split((char[])[';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var dimension, var values] || values.Length == 0)
                throw new QuestionException($"'{part}' is no scope. Write it as market=JP,KR or team=MNL2-NEA; several are parted by semicolons.");
            limits[dimensions.Get(dimension).Id] = [.. values.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }

        return [.. limits.Select(pair => new DimensionFilter(pair.Key, pair.Value))];
    }
}
