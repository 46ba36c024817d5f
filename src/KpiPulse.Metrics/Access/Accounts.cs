using System.Collections.Immutable;
using System.Security.Cryptography;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Access;

/// <summary>
/// Everybody who may sign in. One process has the warehouse, so what is kept in memory is what holds: a change reaches every session with its
/// next request, and those who wait for it at once. A read-only node counts tries in memory, and changes come with the next copy.
/// </summary>
public sealed class Accounts
{
    public const int LongestName = 80;

    private static readonly TimeSpan Invited = TimeSpan.FromDays(3);

    private readonly KpiWarehouse warehouse;
    private readonly Lock gate = new();
    private ImmutableDictionary<string, Account> byId;

    public Accounts(KpiWarehouse warehouse)
    {
        this.warehouse = warehouse;
        using var session = warehouse.Read();
        byId = session.Query<AccountRow>("accounts").Select(row => row.ToAccount()).ToImmutableDictionary(account => account.Id);
    }

    /// <summary>An account's roles, limits, password or standing changed: what it has open must be looked at again.</summary>
    public event Action<Account>? Changed;

    public IReadOnlyList<Account> All => [.. byId.Values.OrderBy(account => account.Name, StringComparer.Ordinal)];

    public Account? Get(string id) => byId.GetValueOrDefault(id);

    public Account? Named(string? name) => Normal(name) is { Length: > 0 } normal ? byId.Values.FirstOrDefault(account => account.Name == normal) : null;

    public Account? Known(string externalId) => byId.Values.FirstOrDefault(account => account.ExternalId == externalId);

    /// <summary>Null when the link was used, ran out or never was.</summary>
    public Account? Invitee(string token)
    {
        var hash = Secrets.HashOf(token);
        return byId.Values.FirstOrDefault(account => account.IsActive && account.InviteHash == hash && account.InvitedUntil > Now);
    }

    /// <exception cref="QuestionException">The name is taken or no name.</exception>
    public Account Add(string name, Roles roles, IReadOnlyList<DimensionFilter> limits, AccountOrigin origin = AccountOrigin.Local, string? passwordHash = null, string? externalId = null)
    {
        lock (gate)
        {
            var normal = Normal(name);
            if (normal.Length is 0 or > LongestName || normal.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)))
                throw new QuestionException($"A name to sign in with has 1 to {LongestName} letters and no blanks; an e-mail address does well.");
            if (Named(normal) is not null)
                throw new QuestionException($"There is an account '{normal}' already.");
            MustFit(roles, limits);

            var account = new Account(Guid.CreateVersion7().ToString("N"), normal, origin, externalId, roles, limits, Secrets.New(), IsActive: true, Now, Now) { PasswordHash = passwordHash };
            Write("add_account", account);
            return account;
        }
    }

    /// <summary>Roles or limits as of now, in open pages and downloads too.</summary>
    public Account Change(string id, Roles roles, IReadOnlyList<DimensionFilter> limits)
    {
        MustFit(roles, limits);
        return Update(id, account => account with { Roles = roles, Limits = limits, SecurityStamp = Secrets.New(), ChangedAt = Now });
    }

    public Account SetActive(string id, bool isActive) =>
        Update(id, account => account with { IsActive = isActive, SecurityStamp = Secrets.New(), ChangedAt = Now, InviteHash = null, InvitedUntil = null, FailedSignIns = 0, LockedUntil = null });

    /// <summary>Ends every session of the account; the link that led here is used up.</summary>
    public Account SetPassword(string id, string passwordHash) => Update(id, account => account with
    {
        PasswordHash = passwordHash,
        SecurityStamp = Secrets.New(),
        ChangedAt = Now,
        InviteHash = null,
        InvitedUntil = null,
        FailedSignIns = 0,
        LockedUntil = null,
    });

    /// <returns>The secret of a link that works once and for three days.</returns>
    public string Invite(string id)
    {
        var token = Secrets.New();
        Update(id, account => account with { InviteHash = Secrets.HashOf(token), InvitedUntil = Now + Invited });
        return token;
    }

    /// <summary>After some failures in a row the account rests, longer each time.</summary>
    public Account Failed(string id) => Tried(id, account =>
    {
        var failures = account.FailedSignIns + 1;
        return account with { FailedSignIns = failures, LockedUntil = SignInRules.LockAfter(failures) is { } rest ? Now + rest : account.LockedUntil };
    });

    public Account SignedIn(string id) => Tried(id, account => account with { FailedSignIns = 0, LockedUntil = null, LastSignInAt = Now });

    /// <summary>On a read-only node: tries that were counted beside the copy before this one, whose password still holds.</summary>
    public void CountOn(Accounts before)
    {
        ArgumentNullException.ThrowIfNull(before);
        foreach (var tried in before.byId.Values.Where(account => account.FailedSignIns > 0 && Get(account.Id)?.SecurityStamp == account.SecurityStamp))
            Tried(tried.Id, account => account with { FailedSignIns = Math.Max(account.FailedSignIns, tried.FailedSignIns), LockedUntil = tried.LockedUntil ?? account.LockedUntil });
    }

    private DateTime Now => warehouse.Clock.GetUtcNow().UtcDateTime;

    public static string Normal(string? name) => (name ?? "").Trim().Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>A team leader without limits would be a lead of everything.</summary>
    private static void MustFit(Roles roles, IReadOnlyList<DimensionFilter> limits)
    {
        if (roles.HasFlag(Roles.TeamLeader) && !roles.HasFlag(Roles.ApacLead) && limits.Count == 0)
            throw new QuestionException("A team leader needs a scope, as team=MNL2-NEA.");
    }

    private Account Tried(string id, Func<Account, Account> count)
    {
        if (!warehouse.Options.IsReadOnly)
            return Update(id, count);

        lock (gate)
        {
            var after = count(byId[id]);
            byId = byId.SetItem(id, after);
            return after;
        }
    }

    private Account Update(string id, Func<Account, Account> change)
    {
        Account before, after;
        lock (gate)
        {
            before = byId[id];
            after = change(before);
            Write("change_account", after);
        }

        if (before.SecurityStamp != after.SecurityStamp)
            Changed?.Invoke(after);
        return after;
    }

    private void Write(string query, Account account)
    {
        warehouse.WriteAside(session => session.Execute(query, AccountRow.Of(account)));
        byId = byId.SetItem(account.Id, account);
    }

    private sealed record AccountRow(
        string AccountId, string Name, string Origin, string? ExternalId, string Roles, string Limits, string? PasswordHash, string SecurityStamp, bool IsActive, int FailedSignIns,
        DateTime? LockedUntil, string? InviteHash, DateTime? InvitedUntil, DateTime CreatedAt, DateTime ChangedAt, DateTime? LastSignInAt)
    {
        public Account ToAccount() => new(
            AccountId, Name, Enum.Parse<AccountOrigin>(Origin, ignoreCase: true), ExternalId, RoleNames.Parse(Roles), LimitTexts.FromJson(Limits), SecurityStamp, IsActive, CreatedAt, ChangedAt)
        {
            PasswordHash = PasswordHash,
            FailedSignIns = FailedSignIns,
            LockedUntil = LockedUntil,
            InviteHash = InviteHash,
            InvitedUntil = InvitedUntil,
            LastSignInAt = LastSignInAt,
        };

        public static object Of(Account account) => new
        {
            account_id = account.Id,
            name = account.Name,
            origin = account.Origin.ToString().ToLowerInvariant(),
            external_id = account.ExternalId,
            roles = RoleNames.TextOf(account.Roles),
            limits = LimitTexts.ToJson(account.Limits),
            password_hash = account.PasswordHash,
            security_stamp = account.SecurityStamp,
            is_active = account.IsActive,
            failed_sign_ins = account.FailedSignIns,
            locked_until = account.LockedUntil,
            invite_hash = account.InviteHash,
            invited_until = account.InvitedUntil,
            created_at = account.CreatedAt,
            changed_at = account.ChangedAt,
            last_sign_in_at = account.LastSignInAt,
        };
    }
}

/// <summary>How often somebody may be wrong.</summary>
public static class SignInRules
{
    public const int FailuresUntilLock = 5;

    /// <summary>A minute after five wrong passwords in a row, doubled with each further one, an hour at most.</summary>
    public static TimeSpan? LockAfter(int failures) => failures < FailuresUntilLock
        ? null
        : TimeSpan.FromMinutes(Math.Min(60, Math.Pow(2, Math.Min(10, failures - FailuresUntilLock))));
}

/// <summary>Secrets that only their holder knows; here their hashes are kept. They are random and long, so a plain hash does.</summary>
public static class Secrets
{
    private const int Bytes = 32;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));

    public static bool Matches(string secret, string hash) =>
        CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(HashOf(secret)), System.Text.Encoding.UTF8.GetBytes(hash));
}
