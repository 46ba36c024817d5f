using KpiPulse.Metrics.Access;

namespace KpiPulse.Web.Access;

/// <summary>
/// The way in for the first administrator: a link on the console of the server, new at each start, dead as soon as there is an administrator.
/// </summary>
internal sealed class SetupLink(Accounts accounts, IHostEnvironment environment, OidcOptions oidc)
{
    private readonly string token = Secrets.New();

    public bool IsOpen => !environment.IsDevelopment() && !oidc.IsOn && !accounts.All.Any(account => account.IsWorkingAdministrator);

    public bool Fits(string? asked) => asked is not null && IsOpen && Secrets.Matches(asked, Secrets.HashOf(token));

    public string Address(string server) => $"{server.TrimEnd('/')}/setup/{token}";
}
