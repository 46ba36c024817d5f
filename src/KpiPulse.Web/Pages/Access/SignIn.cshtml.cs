using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Access;

/// <summary>The door.</summary>
[AllowAnonymous]
public sealed class SignInModel(IServiceProvider services, IStringLocalizer<Texts> texts) : PageModel
{
    private readonly SignInDesk desk = services.GetRequiredService<SignInDesk>();
    private readonly Sessions sessions = services.GetRequiredService<Sessions>();
    private readonly Personas personas = services.GetRequiredService<Personas>();
    private readonly OidcOptions oidc = services.GetRequiredService<OidcOptions>();

    /// <summary>Where the person was going; only ever a path of this server.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    internal IReadOnlyList<Persona> Personas => personas.IsOpen ? KpiPulse.Web.Access.Personas.All : [];

    public string? Provider => oidc.IsOn ? oidc.Label : null;

    public string? Problem { get; private set; }

    private string Goal => Url.IsLocalUrl(Back) ? Back! : "/";

    [BindProperty(SupportsGet = true)]
    public bool Refused { get; set; }

    public IActionResult OnGet()
    {
        Problem = Refused ? texts["ProviderRefused"].Value : null;
        return User.Identity?.IsAuthenticated == true ? LocalRedirect(Goal) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? name, string? password)
    {
        if (oidc.IsOn)
            return NotFound();

        var (answer, account) = await desk.Try(HttpContext, name, password);
        if (answer == SignInAnswer.Welcome)
            return await Enter(account!, "password");

        Problem = texts[answer == SignInAnswer.TooMany ? "TooManyTries" : "WrongPassword"];
        Response.StatusCode = answer == SignInAnswer.TooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
        if (answer == SignInAnswer.TooMany)
            Response.Headers.RetryAfter = "60";
        return Page();
    }

    public async Task<IActionResult> OnPostPersonaAsync(string? persona) =>
        personas.Find(persona) is { } account ? await Enter(account, "persona") : NotFound();

    public IActionResult OnPostProvider() => oidc.IsOn ? Challenge(new AuthenticationProperties { RedirectUri = Goal }, "oidc") : NotFound();

    private async Task<IActionResult> Enter(Account account, string how)
    {
        await sessions.Begin(HttpContext, account, how);
        return LocalRedirect(Goal);
    }
}
