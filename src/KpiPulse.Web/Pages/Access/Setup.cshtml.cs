using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Access;

/// <summary>The first administrator, by the link on the server's console; afterwards there is no such page.</summary>
[AllowAnonymous]
public sealed class SetupModel(IServiceProvider services, IStringLocalizer<Texts> texts) : PageModel
{
    private static readonly Lock OneAtATime = new();

    private readonly SetupLink link = services.GetRequiredService<SetupLink>();

    public string? Problem { get; private set; }

    public string? Name { get; private set; }

    public IActionResult OnGet(string token) => link.Fits(token) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string token, string? name, string? password, string? again)
    {
        if (!link.Fits(token))
            return NotFound();

        try
        {
            Name = name;
            var normal = Accounts.Normal(name);
            NewPassword.Check(password, again, normal, texts);
            var hash = services.GetRequiredService<SignInDesk>().HashOf(password!);
            Account account;
            lock (OneAtATime)
            {
                if (!link.Fits(token))
                    return NotFound();
                account = services.GetRequiredService<Accounts>().Add(normal, Roles.Administrator, [], passwordHash: hash);
            }

            services.GetRequiredService<Trail>().Add(HttpContext, account.Name, "account_add", account.Name, detail: "first administrator, by the setup link");
            await services.GetRequiredService<Sessions>().Begin(HttpContext, account, "setup link");
            return Redirect("/admin/accounts");
        }
        catch (QuestionException refusal)
        {
            Problem = refusal.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
    }
}

internal static class NewPassword
{
    /// <exception cref="QuestionException">It will not do, or was not written alike twice.</exception>
    public static void Check(string? password, string? again, string name, IStringLocalizer texts)
    {
        PasswordRules.Check(password, name);
        if (password != again)
            throw new QuestionException(texts["PasswordsDiffer"]);
    }
}
