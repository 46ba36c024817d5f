using System.Collections.Concurrent;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Access;

/// <summary>A person's own key to the JSON API. Instants are UTC.</summary>
/// <param name="Limits">Beside those of the account: a token sees the same or less.</param>
public sealed record ApiToken(string Id, string AccountId, string Label, string SecretHash, IReadOnlyList<DimensionFilter> Limits, DateTime CreatedAt, DateTime ExpiresAt, DateTime? RevokedAt)
{
    public bool WorksAt(DateTime instant) => RevokedAt is null && instant < ExpiresAt;

    public string LimitsText => Limits.Count == 0 ? "as the account" : string.Join("; ", Limits);
}

/// <summary>Keys of the API: shown once, kept as hashes, for a limited time, taken back at will.</summary>
public sealed class ApiTokens
{
    public const string Prefix = "kpp_";
    public const int MostDays = 365;
    private const int LongestLabel = 60;

    private readonly KpiWarehouse warehouse;
    private readonly ConcurrentDictionary<string, ApiToken> byId;
    private readonly ConcurrentDictionary<string, DateTime> used = new(StringComparer.Ordinal);

    public ApiTokens(KpiWarehouse warehouse)
    {
        this.warehouse = warehouse;
        using var session = warehouse.Read();
        byId = new(session.Query<TokenRow>("api_tokens").Select(row => new ApiToken(row.TokenId, row.AccountId, row.Label, row.SecretHash, LimitTexts.FromJson(row.Limits), row.CreatedAt, row.ExpiresAt, row.RevokedAt)).ToDictionary(token => token.Id), StringComparer.Ordinal);
    }

    private DateTime Now => warehouse.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ApiToken> Of(string accountId) => [.. byId.Values.Where(token => token.AccountId == accountId).OrderByDescending(token => token.CreatedAt)];

    /// <exception cref="QuestionException">No label, or too long a life.</exception>
    public (ApiToken Token, string Key) Add(string accountId, string? label, IReadOnlyList<DimensionFilter> limits, int days)
    {
        var words = label?.Trim() ?? "";
        if (words.Length is 0 or > LongestLabel)
            throw new QuestionException($"A token needs a label of 1 to {LongestLabel} letters: where it is used.");
        if (days is < 1 or > MostDays)
            throw new QuestionException($"A token lives for 1 to {MostDays} days.");

        var secret = Secrets.New();
        var token = new ApiToken(Secrets.New()[..16], accountId, words, Secrets.HashOf(secret), limits, Now, Now.AddDays(days), null);
        warehouse.WriteAside(session => session.Execute("add_api_token", new
        {
            token_id = token.Id,
            account_id = accountId,
            label = words,
            secret_hash = token.SecretHash,
            limits = LimitTexts.ToJson(limits),
            created_at = token.CreatedAt,
            expires_at = token.ExpiresAt,
        }));
        byId[token.Id] = token;
        return (token, $"{Prefix}{token.Id}_{secret}");
    }

    /// <summary>False when the account has no such token.</summary>
    public bool Revoke(string accountId, string tokenId)
    {
        if (!byId.TryGetValue(tokenId, out var token) || token.AccountId != accountId)
            return false;

        warehouse.WriteAside(session => session.Execute("revoke_api_token", new { token_id = tokenId, revoked_at = Now }));
        byId[tokenId] = token with { RevokedAt = token.RevokedAt ?? Now };
        return true;
    }

    /// <summary>Null for a key that is none, has run out or was taken back.</summary>
    public ApiToken? Find(string key)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || key[Prefix.Length..].Split('_') is not [var id, var secret]
            || !byId.TryGetValue(id, out var token) || !Secrets.Matches(secret, token.SecretHash) || !token.WorksAt(Now))
        {
            return null;
        }

        used[id] = Now;
        return token;
    }

    /// <summary>Since the start of the program; null when it was not used.</summary>
    public DateTime? LastUse(string tokenId) => used.TryGetValue(tokenId, out var at) ? at : null;

    private sealed record TokenRow(string TokenId, string AccountId, string Label, string SecretHash, string Limits, DateTime CreatedAt, DateTime ExpiresAt, DateTime? RevokedAt, DateTime? LastUsedAt);
}
