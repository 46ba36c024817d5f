using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Admin;

/// <summary>Who may sign in, as what, and to see what. A change holds with the next request of whoever it is about.</summary>
[Needs(Capability.Administer)]
public sealed class AccountsModel(MetricEngine engine, Accounts accounts, IServiceProvider services, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    private readonly Trail trail = services.GetRequiredService<Trail>();

    public override string Section => "accounts";

    public override bool HasScope => false;

    public IReadOnlyList<Account> All => accounts.All;

    public bool IsLocal => !services.GetRequiredService<OidcOptions>().IsOn;

    public string? Problem { get; private set; }

    /// <summary>Shown once, to be handed to the person.</summary>
    public (string Name, string Address)? Link { get; private set; }

    [HandlerNeeds(Capability.Administer)]
    public IActionResult OnPostAdd(string? name, string[]? roles, string? scope) => Do(() =>
    {
        if (!IsLocal)
            throw new QuestionException(texts["AccountsOfProvider"]);
        var account = accounts.Add(name ?? "", RoleNames.Parse(string.Join(',', roles ?? [])), LimitTexts.Parse(scope, Engine.Dimensions));
        trail.Add(HttpContext, "account_add", account.Name, $"{RoleNames.TextOf(account.Roles)}; {account.LimitsText}");
        Show(account);
    });

    [HandlerNeeds(Capability.Administer)]
    public IActionResult OnPostChange(string? id, string[]? roles, string? scope) => Do(() =>
    {
        var account = NotOneself(id, texts["NotOwnRights"]);
        var changed = accounts.Change(account.Id, RoleNames.Parse(string.Join(',', roles ?? [])), LimitTexts.Parse(scope, Engine.Dimensions));
        trail.Add(HttpContext, "account_change", changed.Name, $"{RoleNames.TextOf(account.Roles)}; {account.LimitsText} → {RoleNames.TextOf(changed.Roles)}; {changed.LimitsText}");
    });

    [HandlerNeeds(Capability.Administer)]
    public IActionResult OnPostActivate(string? id, bool isActive) => Do(() =>
    {
        var account = accounts.SetActive(NotOneself(id, texts["NotOwnAccount"]).Id, isActive);
        trail.Add(HttpContext, isActive ? "account_enable" : "account_disable", account.Name);
    });

    [HandlerNeeds(Capability.Administer)]
    public IActionResult OnPostLink(string? id) => Do(() =>
    {
        var account = Get(id);
        if (account.Origin != AccountOrigin.Local || !IsLocal)
            throw new QuestionException(texts["NoPasswordHere"]);
        trail.Add(HttpContext, "account_link", account.Name);
        Show(account);
    });

    public string LocalTime(DateTime? utc) => utc is { } instant ? ReportingZone.Of(Engine.ReportingZone).LocalTimeOf(instant).ToString("d MMM yyyy HH:mm", Culture) : texts["Never"];

    private void Show(Account account) => Link = (account.Name, $"{Request.Scheme}://{Request.Host}/welcome/{accounts.Invite(account.Id)}");

    private Account Get(string? id) => accounts.Get(id ?? "") ?? throw new OutOfScopeException();

    private Account NotOneself(string? id, string refusal) => Get(id) is var account && account.Id != Reader.Account.Id
        ? account
        : throw new QuestionException(refusal);

    private IActionResult Do(Action work)
    {
        try
        {
            work();
            return Link is null ? Redirect("/admin/accounts") : Page();
        }
        catch (QuestionException refusal)
        {
            Problem = refusal.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
    }
}
