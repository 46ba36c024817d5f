using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Access;

/// <summary>One's own account: what one may see, and one's password.</summary>
[SignedInOnly]
public sealed class AccountModel(MetricEngine engine, Accounts accounts, IServiceProvider services, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    private readonly SignInDesk desk = services.GetRequiredService<SignInDesk>();
    private readonly Trail trail = services.GetRequiredService<Trail>();
    private readonly ApiTokens tokens = services.GetRequiredService<ApiTokens>();

    public override string Section => "account";

    public override bool HasScope => false;

    public string? Problem { get; private set; }

    public bool HasPassword => Reader.Account is { Origin: AccountOrigin.Local } && !services.GetRequiredService<OidcOptions>().IsOn;

    public async Task<IActionResult> OnPostPasswordAsync(string? current, string? password, string? again)
    {
        if (!HasPassword)
            return NotFound();

        try
        {
            if (await desk.Try(HttpContext, Reader.Name, current) is not { Answer: SignInAnswer.Welcome })
                throw new QuestionException(texts["PasswordNowWrong"]);
            NewPassword.Check(password, again, Reader.Name, texts);
            var changed = accounts.SetPassword(Reader.Account.Id, desk.HashOf(password!));
            trail.Add(HttpContext, "password", changed.Name);
            await services.GetRequiredService<Sessions>().Begin(HttpContext, changed, "new password");
            return Redirect("/account");
        }
        catch (QuestionException refusal)
        {
            return Refuse(refusal);
        }
    }

    public bool HasApi => Reader.Can(Capability.ReadNumbers);

    public IReadOnlyList<ApiToken> Tokens => tokens.Of(Reader.Account.Id);

    /// <summary>A new token's key; shown once.</summary>
    public string? NewKey { get; private set; }

    public IActionResult OnPostToken(string? label, string? scope, int days = 90)
    {
        if (!HasApi)
            return NotFound();

        try
        {
            var (token, key) = tokens.Add(Reader.Account.Id, label, LimitTexts.Parse(scope, Engine.Dimensions), days);
            trail.Add(HttpContext, "token_add", token.Label, $"{token.LimitsText}; until {token.ExpiresAt:yyyy-MM-dd}");
            NewKey = key;
            return Page();
        }
        catch (QuestionException refusal)
        {
            return Refuse(refusal);
        }
    }

    public IActionResult OnPostRevoke(string? id)
    {
        if (!tokens.Revoke(Reader.Account.Id, id ?? ""))
            return NotFound();

        trail.Add(HttpContext, "token_revoke", Tokens.First(token => token.Id == id).Label);
        return Redirect("/account");
    }

    public string StateOf(ApiToken token) => token.RevokedAt is not null ? "Revoked" : token.WorksAt(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime) ? "Active" : "Expired";

    public string Day(DateTime? utc) => utc is { } instant ? ReportingZone.Of(Engine.ReportingZone).LocalTimeOf(instant).ToString("d MMM yyyy", Culture) : "";

    public DateTime? LastUse(ApiToken token) => tokens.LastUse(token.Id);

    private PageResult Refuse(QuestionException refusal)
    {
        Problem = refusal.Message;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public IEnumerable<string> Rights()
    {
        var may = Reader.May;
        if (may.HasFlag(Capability.ReadNumbers))
            yield return may.HasFlag(Capability.ReadRows) ? "Rights_Rows" : "Rights_Sums";
        if (may.HasFlag(Capability.ReadRows))
            yield return may.HasFlag(Capability.ReadAgents) ? "Rights_Names" : "Rights_Pseudonyms";
        if (may.HasFlag(Capability.SignOff))
            yield return "Rights_SignOff";
        if (may.HasFlag(Capability.Administer))
            yield return "Rights_Administer";
    }
}
