using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Access;

/// <summary>A first or a new password, by a link that an administrator handed over; it works once.</summary>
[AllowAnonymous]
public sealed class WelcomeModel(IServiceProvider services, IStringLocalizer<Texts> texts) : PageModel
{
    private readonly Accounts accounts = services.GetRequiredService<Accounts>();
    private readonly OidcOptions oidc = services.GetRequiredService<OidcOptions>();

    public string? Name { get; private set; }

    public string? Problem { get; private set; }

    public IActionResult OnGet(string token) => Find(token) is not null ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string token, string? password, string? again)
    {
        if (Find(token) is not { } account)
            return NotFound();

        try
        {
            NewPassword.Check(password, again, account.Name, texts);
            var changed = accounts.SetPassword(account.Id, services.GetRequiredService<SignInDesk>().HashOf(password!));
            services.GetRequiredService<Trail>().Add(HttpContext, changed.Name, "password", changed.Name, detail: "by link");
            await services.GetRequiredService<Sessions>().Begin(HttpContext, changed, "link");
            return Redirect("/");
        }
        catch (QuestionException refusal)
        {
            Problem = refusal.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
    }

    private Account? Find(string token)
    {
        var account = oidc.IsOn ? null : accounts.Invitee(token);
        Name = account?.Name;
        return account is { Origin: AccountOrigin.Local } ? account : null;
    }
}
