namespace KpiPulse.Web.Access;

/// <summary>Sign-in by an OpenID Connect provider: the section <c>Oidc</c> of the configuration or the environment (<c>Oidc__Authority</c> …). On, it is the only way in.</summary>
internal sealed class OidcOptions
{
    public string? Authority { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>What the button says.</summary>
    public string Label { get; init; } = "Sign in with your organisation";

    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile", "email"];

    public string NameClaim { get; init; } = "preferred_username";

    public string RoleClaim { get; init; } = "roles";

    /// <summary>Value of the role claim → role here. A person without any of them is not let in.</summary>
    public Dictionary<string, string> Roles { get; init; } = [];

    /// <summary>Dimension → claim that holds the values of it that a person may see.</summary>
    public Dictionary<string, string> Limits { get; init; } = [];

    public bool IsOn => !string.IsNullOrEmpty(Authority);
}
